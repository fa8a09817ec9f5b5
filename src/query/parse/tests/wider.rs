//! States, counties and other countries in a question.

use super::check;

#[test]
fn a_state_that_is_named_is_never_left() {
    check(&[
        ("chiropractor in northern California", "s=chiropractor place=California"),
        ("chiropractor southern California", "s=chiropractor place=California"),
        ("chiropractor in North Dallas", "s=chiropractor place=Dallas, TX"),
        ("chiropractor in West Virginia", "s=chiropractor place=West Virginia"),
        ("chiropractor South Bend", "s=chiropractor place=South Bend, IN"),
        ("chiropractor in Harris County Texas", "s=chiropractor place=Houston, TX"),
        ("chiropractor Los Angeles County", "s=chiropractor place=Los Angeles, CA"),
        ("chiropractor in Orange County, California", "s=chiropractor place=Anaheim, CA"),
        ("TX Dallas chiropractor", "s=chiropractor place=Dallas, TX"),
        ("chiropractor Texas Houston", "s=chiropractor place=Houston, TX"),
        ("chiropractor in Texas, Austin", "s=chiropractor place=Austin, TX"),
        ("georgia, marietta chiropractor", "s=chiropractor place=Marietta, GA"),
        ("chiropractor in Florida near Tampa", "s=chiropractor place=Tampa, FL"),
        ("chiropractor in des moins iowa", "s=chiropractor place=Des Moines, IA"),
        ("chiropractor in Mass.", "s=chiropractor place=Massachusetts"),
        ("Georgia Jackson DC", "s=chiropractor w=georgia+jackson"),
        ("chiropractor between Dallas and Fort Worth", "s=chiropractor place=Dallas, TX ignored=Fort Worth"),
        ("pain between my shoulder blades", "c=upper_back_pain"),
        ("chiropractor near Lake Tahoe", "s=chiropractor place=South Lake Tahoe, CA"),
        ("back pain in winter", "c=low_back_pain ignored=winter"),
        ("back hurts at night in my new bed", "c=low_back_pain ignored=night+bed"),
    ]);
}

#[test]
fn a_county_takes_no_word_of_the_question() {
    check(&[
        ("chiropractor Cook County Illinois", "s=chiropractor place=Chicago, IL"),
        ("sciatica Cook County Illinois", "c=sciatica place=Chicago, IL"),
        ("female chiropractor Cook County IL", "s=chiropractor gender=F place=Chicago, IL"),
        ("chiropractor San Bernardino County California", "s=chiropractor place=San Bernardino, CA"),
        ("chiropractor jefferson parish Louisiana", "s=chiropractor place=Metairie, LA"),
        ("chiropractor Palm Beach County FL", "s=chiropractor place=West Palm Beach, FL"),
        ("Cook County chiropractor", "s=chiropractor place=Chicago, IL"),
        ("chiropractor in orange county", "s=chiropractor place=Anaheim, CA"),
        ("chiropractor Orange County FL", "s=chiropractor place=Orlando, FL"),
        ("quiropractico condado de Cook", "s=chiropractor place=Chicago, IL"),
        ("quiropractico en el condado de San Diego California", "s=chiropractor place=San Diego, CA"),
        ("spine surgeon Harris County", "s=spine_surgeon place=Houston, TX"),
        ("chiropractor upstate new york", "s=chiropractor place=New York"),
        ("physical therapist long island", "s=physical_therapist place=Hicksville, NY"),
        ("napa valley chiropractor", "s=chiropractor place=Napa, CA"),
        ("neck pain chiropracter nere pittsbrugh", "s=chiropractor c=neck_pain place=Pittsburgh, PA"),
        ("chiropractor in Zyx County Ohio", "s=chiropractor place=Ohio"),
    ]);
}

#[test]
fn a_place_abroad_is_none_of_ours() {
    check(&[
        ("chiropractor in Toronto Canada", "s=chiropractor unknown=Toronto Canada"),
        ("chiropractor in Toronto, Ontario", "s=chiropractor unknown=Toronto, Ontario"),
        ("chiropractor in Dublin Ireland", "s=chiropractor unknown=Dublin Ireland"),
        ("chiropractor near Sydney Australia", "s=chiropractor unknown=Sydney Australia"),
        ("chiropractor in Athens Greece", "s=chiropractor unknown=Athens Greece"),
        ("chiropractor London England", "s=chiropractor unknown=London England"),
        ("chiropractor in Ontario CA", "s=chiropractor place=Ontario, CA"),
        ("chiropractor in Santa Fe New Mexico", "s=chiropractor place=Santa Fe, NM"),
        ("chiropractor in Las Vagas", "s=chiropractor place=Las Vegas, NV"),
        ("chiropractor near New Orlens", "s=chiropractor place=New Orleans, LA"),
        ("New Orlens chiropractor", "s=chiropractor place=New Orleans, LA"),
        ("chiropractor san fransisco", "s=chiropractor place=San Francisco, CA"),
        ("San Deigo chiropractor", "s=chiropractor place=San Diego, CA"),
        ("chiropractor fort worht", "s=chiropractor place=Fort Worth, TX"),
        ("San Tran chiropractor", "s=chiropractor w=san+tran"),
        ("new patients chiropractor", "s=chiropractor accepting=yes+unknown"),
    ]);
}

#[test]
fn a_state_code_may_lead_and_a_profession_is_no_title() {
    check(&[
        ("NY chiropractor", "s=chiropractor place=New York"),
        ("PA chiropractor", "s=chiropractor place=Pennsylvania"),
        ("osteopaths in W. Virginia", "s=osteopath+do_physician place=West Virginia"),
        ("n. carolina physical therapist", "s=physical_therapist place=North Carolina"),
        ("chiropractor S Dakota", "s=chiropractor place=South Dakota"),
        ("chiropractor w va", "s=chiropractor place=West Virginia"),
        ("chiropractor Calif.", "s=chiropractor place=California"),
        ("chiropractor Wash.", "s=chiropractor place=Washington"),
        ("chiropractor ariz", "s=chiropractor place=Arizona"),
        ("chiropractor OK City", "s=chiropractor place=Oklahoma City, OK"),
        ("chiropractor in NoVA", "s=chiropractor place=Fairfax, VA"),
        ("dr long beach ca", "place=Long Beach, CA"),
        ("boston neck", "c=neck_pain w=boston"),
        ("dr smith shoulder", "c=shoulder_pain w=smith"),
        ("smith dallas lower back", "c=low_back_pain w=smith+dallas"),
        ("i want him back", "w=him+back ignored=i want"),
        ("Dr Neck", "w=neck"),
        ("will a chiropractor help my neck", "s=chiropractor c=neck_pain ignored=will"),
        ("i hope to find a chiropractor in tulsa", "s=chiropractor place=Tulsa, OK ignored=find a+hope"),
        ("a little neck pain", "c=neck_pain ignored=little"),
        ("Will Smith chiropractor", "s=chiropractor w=will+smith"),
        ("chiropractor hope love", "s=chiropractor w=hope+love"),
        ("doctor kirk shilts", "w=kirk+shilts"),
        ("neck pain when reading", "c=neck_pain w=reading"),
        ("chiropractor los angeles female", "s=chiropractor gender=F place=Los Angeles, CA"),
        ("chiropractor new york woman", "s=chiropractor gender=F place=New York City, NY"),
        ("quiropractico Los Angeles mujer", "s=chiropractor gender=F place=Los Angeles, CA"),
        (
            "chiropractor los angeles accepting new patients",
            "s=chiropractor accepting=yes+unknown place=Los Angeles, CA",
        ),
        ("ny chiropractor", "s=chiropractor place=New York"),
        ("LA chiropractor", "s=chiropractor place=Louisiana"),
        ("TX physical therapist", "s=physical_therapist place=Texas"),
        ("OK chiropractor", "s=chiropractor"),
        ("la osteopata", "s=osteopath+do_physician"),
        (
            "back pain doctor Denver",
            "s=physiatrist+chiropractor+osteopath+do_physician+physical_therapist+pain_physician+spine_surgeon c=low_back_pain place=Denver, CO",
        ),
        ("chiropractor Wash DC", "s=chiropractor place=Washington, DC"),
        ("chiropractor named Carl Crews", "s=chiropractor w=carl+crews"),
    ]);
}

#[test]
fn a_sight_is_no_town_and_an_unknown_word_behind_in_no_everywhere() {
    check(&[
        (
            "I used to live in Boston, now in Tampa, need a PT",
            "s=physical_therapist place=Tampa, FL ignored=in Boston+used+live",
        ),
        ("chiropractor near boise airport", "s=chiropractor w=airport place=Boise, ID"),
        ("chiropractor near humber bridge", "s=chiropractor unknown=humber bridge"),
        ("chiropractor near gonzaga university", "s=chiropractor unknown=gonzaga university"),
        ("chiropractor near golden gate bridge", "s=chiropractor place=San Francisco, CA 94129"),
        ("chiropractor near mayo clinic", "s=chiropractor place=Rochester, MN 55905"),
        ("chiropractor upper east side", "s=chiropractor place=New York, NY 10021"),
        ("PT in the poconos", "s=physical_therapist place=Stroudsburg, PA 18360"),
        ("chiropractor in huston", "s=chiropractor place=Houston, TX"),
        ("chiropractor in Huston, ID", "s=chiropractor place=Huston, ID"),
        ("chiropractor in dalas", "s=chiropractor place=Dallas, TX"),
        ("chiropractor in xyzzy", "s=chiropractor unknown=xyzzy"),
        ("chiropractor in network", "s=chiropractor w=network"),
        ("chiropractor in training", "s=chiropractor ignored=training"),
    ]);
}
