//! What looks like a place and is none, which of several places counts, and places by other words than their names.

use super::{check, intent};

#[test]
fn a_degree_behind_a_county_is_the_state_that_it_lies_in() {
    check(&[
        ("chiropractor Bucks County PA", "s=chiropractor place=Bensalem, PA"),
        ("massage therapist Chester County, PA", "s=massage_therapist place=West Chester, PA"),
        ("Howard County md chiropractor", "s=chiropractor place=Columbia, MD"),
        ("chiropractor Shelby County AL please", "s=chiropractor place=Alabaster, AL"),
        ("chiropractor Washington County OR", "s=chiropractor place=Hillsboro, OR"),
        ("chiropractor in York County ME", "s=chiropractor place=Biddeford, ME"),
        // No such county there, and words of the sentence.
        ("chiropractor in Orange County MD", "s=chiropractor credential=MD place=Anaheim, CA"),
        (
            "chiropractor in Lake County or massage",
            "s=chiropractor+massage_therapist t=massage place=Waukegan, IL",
        ),
    ]);
}

#[test]
fn where_something_is_done_is_no_town_of_that_name() {
    check(&[
        ("physical therapy at home in Plano TX", "s=physical_therapist place=Plano, TX ignored=home"),
        ("in house massage Spokane", "s=massage_therapist t=massage place=Spokane, WA ignored=house"),
        ("fisioterapia en casa en Laredo", "s=physical_therapist place=Laredo, TX ignored=casa"),
        ("quiropractico en el centro de Dallas", "s=chiropractor place=Dallas, TX"),
        ("quiropractico en el centro", "s=chiropractor ignored=centro"),
        ("dolor de cuello en el campo", "c=neck_pain ignored=campo"),
        ("neck pain at work in Tulsa", "c=neck_pain place=Tulsa, OK"),
        ("massage therapist near work", "s=massage_therapist near_me"),
        // With a capital, or its state, it is the town.
        ("quiropractico en El Centro", "s=chiropractor place=El Centro, CA"),
        ("chiropractor in el campo tx", "s=chiropractor place=El Campo, TX"),
        ("chiropractor in Home PA", "s=chiropractor place=Home, PA"),
        ("chiropractor in Casa Grande", "s=chiropractor place=Casa Grande, AZ"),
    ]);
}

#[test]
fn by_whom_something_is_done_is_no_town() {
    check(&[
        ("chiropractor covered by Oscar in Tampa", "s=chiropractor w=oscar place=Tampa, FL ignored=covered"),
        ("neck pain caused by Lincoln in Boise", "c=neck_pain w=lincoln place=Boise, ID ignored=caused"),
        ("chiropractor located by Lincoln", "s=chiropractor place=Lincoln, NE ignored=located"),
    ]);
}

#[test]
fn where_somebody_lives_or_is_sought_goes_before_where_something_happened() {
    for (text, place) in [
        ("fell in Memphis, live in Tulsa, sciatica", "Tulsa, OK"),
        ("born in Boston now I live in Fresno, neck pain", "Fresno, CA"),
        ("my last chiropractor was in Houston, now we live in Tucson", "Tucson, AZ"),
        ("car accident in Ohio, I'm in Reno, need a chiropractor", "Reno, NV"),
        ("I live in Plano, looking for a chiropractor in Dallas", "Dallas, TX"),
        ("chiropractor in Dallas, I live in Plano", "Dallas, TX"),
        ("massage like the one in Paris TX but in Waco", "Waco, TX"),
        ("vivo en Tucson, me duele el cuello desde que estuve en Phoenix", "Tucson, AZ"),
        ("I used to live in Boston and hurt my neck in Salem OR", "Boston, MA"),
        ("we are visiting Savannah next week and my back went out", "Savannah, GA"),
        ("hurt my back visiting Denver, live in Wichita", "Wichita, KS"),
        // Nothing tells them apart.
        ("neck pain in Mesa or in Tempe", "Mesa, AZ"),
    ] {
        let read = intent(text).place.map(|place| place.concept.label);
        assert_eq!(read.as_deref(), Some(place), "{text}");
    }
    check(&[("visiting my grandparents next week, neck pain", "c=neck_pain ignored=visiting+grandparents")]);
}

#[test]
fn towns_that_prose_names_by_accident_are_not_told_as_left_out() {
    for (text, told) in [
        ("chiropractor in Tulsa, hurts in early morning", false),
        ("chiropractor in Tulsa or in Omaha", true),
        ("chiropractor in Tulsa or in Lohrville IA", true),
        // Both may be meant.
        ("I live in Omaha but want a chiropractor in Tulsa", true),
        ("hurt my back in Omaha, I live in Tulsa", false),
    ] {
        assert_eq!(!intent(text).further_places.is_empty(), told, "{text}");
    }
}

#[test]
fn places_are_known_by_what_people_call_them() {
    check(&[
        ("chiropractor in Village of Hempstead NY", "s=chiropractor place=Hempstead, NY"),
        ("chiropractor lake in the hills", "s=chiropractor place=Lake in the Hills, IL"),
        ("massage therapist near Emory", "s=massage_therapist place=Atlanta, GA 30322"),
        ("chiropractor near Oregon State", "s=chiropractor place=Corvallis, OR 97331"),
        ("chiropractor in Oregon State", "s=chiropractor w=state place=Oregon"),
        ("chiropractor in Harvard IL", "s=chiropractor place=Harvard, IL"),
        ("chiropractor eastern shore VA", "s=chiropractor place=Exmore, VA"),
        ("chiropractor Lahaina Maui", "s=chiropractor place=Lahaina, HI"),
        ("chiropractor Smithtown Long Island", "s=chiropractor place=Smithtown, NY"),
        ("chiropractor near six oh six oh one", "s=chiropractor place=Chicago, IL 60601"),
        ("chiropractor in Calgary", "s=chiropractor unknown=Calgary"),
        ("massage therapist winnipeg", "s=massage_therapist unknown=winnipeg"),
    ]);
}
