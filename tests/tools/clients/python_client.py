"""A search, its next page, one provider and an error, by the client that openapi-python-client made."""

import os

from specialist_finder_client import Client
from specialist_finder_client.api.search import provider, search, search_by_post
from specialist_finder_client.models import Code, Problem, SearchParameters, SearchReply

with Client(base_url=os.environ["FINDER_URL"]) as client:
    asked = SearchParameters(q="chiropractor", near="15213", limit=2)
    reply = search_by_post.sync(client=client, body=asked)
    assert isinstance(reply, SearchReply), reply
    assert reply.total > 2 and len(reply.results) == 2
    first = reply.results[0]
    assert first.distance > 0

    following = search.sync(client=client, q="chiropractor", near="15213", limit=2, cursor=reply.next_)
    assert isinstance(following, SearchReply), following
    assert following.results[0].id != first.id

    one = provider.sync(client=client, id=first.id)
    assert one.name == first.name

    refused = search_by_post.sync(client=client, body=SearchParameters(q="chiropractor", near="Nowhereville"))
    assert isinstance(refused, Problem) and refused.code == Code.UNKNOWN_PLACE, refused

print(f"{reply.total} found, the first is {first.name}")
