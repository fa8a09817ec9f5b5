//! What only looks like a harmless turn of speech or a time long ago, beside what is one.

use super::check_flags;

#[test]
fn an_hour_or_a_week_is_no_age() {
    check_flags(&[
        ("spotting at 9 weeks pregnant", "pregnancy"),
        ("contractions at 16 weeks, back pain", "pregnancy"),
        ("cant feel my legs at 3 am", "leg_weakness"),
        ("fever at 12 am and stiff neck", "meningitis"),
        ("chest pain at 7:30 pm and back pain", "heart"),
        ("fainted at 6 in the morning and back pain", "aorta"),
        ("slurred speech at 10 o clock neck pain", "stroke_dissection"),
        ("pain at 8/10 in my chest", "heart"),
        ("chest pain at 7 out of 10", "heart"),
        ("i had a stroke at 12", ""),
        ("had meningitis at 9, stiff neck", ""),
        ("i had meningitis at 9 months old and my neck is stiff", ""),
        ("cant feel my legs at age 3", ""),
    ]);
}
