//! Towns that are spelled by ear, nearly a word of ours, or a state's code; what is denied and wished beside a complaint.

use super::{check, intent};

#[test]
fn a_misspelt_town_beside_its_state_is_looked_for_among_its_towns() {
    check(&[
        ("chiropractor gloster ma", "s=chiropractor place=Gloucester, MA"),
        ("wooster ma chiropractor", "s=chiropractor place=Worcester, MA"),
        ("worchester massachusetts massage therapist", "s=massage_therapist place=Worcester, MA"),
        ("la jola chiropractor", "s=chiropractor place=La Jolla, CA"),
        ("la mirda ca neck pain", "c=neck_pain place=La Mirada, CA"),
        ("me duele el cuello en la parte de arriba", "c=neck_pain ignored=parte+arriba"),
    ]);
}

#[test]
fn a_town_that_is_spelled_right_is_no_other_and_no_misspelt_word() {
    check(&[
        ("ames chiropractor", "s=chiropractor w=ames"),
        ("moca chiropractor", "s=chiropractor w=moca"),
        ("chiropractor new baden", "s=chiropractor w=baden"),
        ("chiropractor santa clara", "s=chiropractor place=Santa Clara, CA"),
        ("chiropractor Saint Louis", "s=chiropractor place=St. Louis, MO"),
    ]);
}

#[test]
fn a_code_that_is_an_article_is_a_place_where_it_leads_to_nothing() {
    check(&[
        ("neck pain la", "c=neck_pain place=Los Angeles, CA"),
        ("la massage therapist", "s=massage_therapist place=Los Angeles, CA"),
        ("la osteópata", "s=osteopath+do_physician"),
        ("chiropractor Lafayette LA", "s=chiropractor place=Lafayette, LA"),
        ("chiropractor LA", "s=chiropractor place=Louisiana"),
    ]);
}

#[test]
fn the_first_of_several_places_counts_and_the_others_are_told() {
    for (text, place, others) in [
        ("live in Provo work in Denver, massage therapist", "Provo, UT", &["Denver, CO"][..]),
        ("chiropractor Tulsa or Omaha", "Tulsa, OK", &["Omaha, NE"]),
        ("neck pain Tulsa", "Tulsa, OK", &[]),
        ("neck pain in Brooklyn New York", "Brooklyn, NY", &[]),
        ("we lived in Houston but moved to Boise, chiropractor", "Boise, ID", &[]),
    ] {
        let intent = intent(text);
        let read = intent.place.as_ref().map(|place| place.concept.label.as_str());
        assert_eq!(
            (read, intent.further_places.as_slice()),
            (Some(place), &others.iter().map(ToString::to_string).collect::<Vec<_>>()[..]),
            "{text}"
        );
    }
}

#[test]
fn what_is_denied_takes_nothing_else_with_it() {
    check(&[
        ("headache not migraine", "c=tension_headache+cervicogenic_headache ignored=not migraine"),
        ("arthritis, not osteoarthritis", "c=arthritis_neck ignored=not osteoarthritis"),
        ("no tingling back pain", "c=low_back_pain ignored=tingling"),
        ("no numbness my neck hurts", "c=neck_pain ignored=numbness"),
        ("no pain in my neck", "ignored=no pain in my neck"),
        ("acupuncture without needles", "s=acupuncturist t=acupuncture ignored=without needles"),
        ("scared of needles so no acupuncture", "not=acupuncturist"),
        ("back pain without any needles or acupuncture", "c=low_back_pain not=acupuncturist"),
        ("massage, no acupuncture", "s=massage_therapist t=massage not=acupuncturist"),
    ]);
}

#[test]
fn a_wish_for_a_man_or_a_woman_may_stand_alone() {
    check(&[
        ("she should be a woman", "gender=F"),
        ("it has to be a man", "gender=M"),
        ("tiene que ser mujer", "gender=F ignored=ser"),
        ("should a woman see a chiropractor", "s=chiropractor ignored=woman"),
    ]);
}

#[test]
fn booking_online_is_no_visit_online() {
    check(&[
        ("book online chiropractor", "s=chiropractor ignored=book online"),
        ("online scheduling massage therapist", "s=massage_therapist ignored=online scheduling"),
        ("online visit chiropractor", "s=chiropractor telehealth=yes+unknown"),
    ]);
}
