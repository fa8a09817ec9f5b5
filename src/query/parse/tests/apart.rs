//! A town apart from its state, names that are no towns, and which of several places is meant by more than its words.

use super::{check, intent};

#[test]
fn a_town_and_its_state_may_stand_on_either_side_of_what_is_looked_for() {
    check(&[
        ("Reading chiropractor PA", "s=chiropractor place=Reading, PA"),
        ("rockville acupuncturist md", "s=acupuncturist place=Rockville, MD"),
        ("Burlington physical therapist VT", "s=physical_therapist place=Burlington, VT"),
        ("Bangor massage therapist Maine", "s=massage_therapist place=Bangor, ME"),
        ("Kent County chiropractor DE", "s=chiropractor place=Dover, DE"),
        ("Greenville chiropractor South Carolina", "s=chiropractor place=Greenville, SC"),
        ("Aurora chiropractor neck pain IL", "s=chiropractor c=neck_pain place=Aurora, IL"),
        ("lafayette massage therapist la", "s=massage_therapist place=Lafayette, LA"),
        ("Columbus chiropractor in GA", "s=chiropractor place=Columbus, GA"),
        ("chiropractor Portland in Maine", "s=chiropractor place=Portland, ME"),
        ("Aurora massage therapist Illinois female", "s=massage_therapist gender=F place=Aurora, IL"),
        // Degrees, words of the sentence, and people whose name a village has.
        ("Denver chiropractor MD", "s=chiropractor credential=MD place=Denver, CO"),
        ("Dallas chiropractor near me", "s=chiropractor place=Dallas, TX"),
        ("portland massage me", "s=massage_therapist t=massage place=Portland, OR"),
        ("Lee chiropractor MA", "s=chiropractor w=lee place=Massachusetts"),
    ]);
}

#[test]
fn who_is_told_of_or_pays_is_no_town() {
    check(&[
        ("my wife Madison has neck pain", "c=neck_pain ignored=Madison"),
        ("my brother Austin hurt his neck", "c=neck_pain ignored=Austin"),
        ("Tyler has neck pain", "c=neck_pain ignored=Tyler"),
        ("mi hija Carolina tiene escoliosis", "c=scoliosis ignored=Carolina"),
        (
            "chiropractor accepts Providence in Salem OR",
            "s=chiropractor w=accepts place=Salem, OR ignored=Providence",
        ),
        (
            "massage therapist with Oxford insurance in Yonkers",
            "s=massage_therapist place=Yonkers, NY ignored=Oxford+insurance",
        ),
        // Towns that somebody is looked for in.
        ("chiropractor for my wife Madison", "s=chiropractor w=madison"),
        ("chiropractor for my son Jackson MS", "s=chiropractor place=Jackson, MS"),
        ("chiropractor in Providence", "s=chiropractor place=Providence, RI"),
    ]);
}

#[test]
fn of_several_places_the_one_counts_where_somebody_is_wanted() {
    for (text, place) in [
        ("I live in Mesa, chiropractor near my job in Tempe", "Tempe, AZ"),
        ("live in Provo and work in Orem, massage near work", "Orem, UT"),
        ("hurt my neck at my office in Orem, live in Provo", "Provo, UT"),
        ("had knee surgery in Tampa, back home in Ocala, need PT", "Ocala, FL"),
        ("live in Gary but need a chiropractor in Chicago", "Chicago, IL"),
        ("my dad in Fresno needs a chiropractor, I live in Reno", "Fresno, CA"),
        ("my chiropractor in Salem OR says I need PT, I'm in Eugene", "Eugene, OR"),
        ("used to go to a chiropractor in Boise, now need one in Tucson", "Tucson, AZ"),
        ("my chiropractor in Omaha", "Omaha, NE"),
    ] {
        let read = intent(text).place.map(|place| place.concept.label);
        assert_eq!(read.as_deref(), Some(place), "{text}");
    }
}

#[test]
fn where_something_happened_hides_no_town_behind_it() {
    check(&[
        ("neck pain at school in Tulsa", "c=neck_pain place=Tulsa, OK ignored=school"),
        ("chiropractor near costco in Fresno", "s=chiropractor place=Fresno, CA ignored=costco"),
        ("hurt my neck in Acapulco, live in Plano", "c=neck_pain place=Plano, TX ignored=Acapulco+live"),
        ("quiropractico en el centro de la ciudad de Houston", "s=chiropractor place=Houston, TX"),
        ("chiropractor in the town of Babylon NY", "s=chiropractor place=Babylon, NY"),
        ("chiropractor in the village of Hinsdale", "s=chiropractor place=Hinsdale, IL"),
        ("chiropractor near Creighton", "s=chiropractor place=Omaha, NE 68178"),
        ("chiropractor near Creighton in Omaha", "s=chiropractor place=Omaha, NE 68178 ignored=Omaha"),
        ("chiropractor near Creighton TX", "s=chiropractor unknown=Creighton TX"),
        ("chiropractor near Virginia Tech", "s=chiropractor place=Blacksburg, VA 24061"),
        ("chiropractor Carroll Co MD", "s=chiropractor place=Westminster, MD"),
        ("chiropractor Emerald Coast", "s=chiropractor place=Destin, FL"),
        ("chiropractor main line PA", "s=chiropractor place=Ardmore, PA"),
    ]);
}
