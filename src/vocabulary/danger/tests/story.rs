//! Sentences of what is over, may come some day, or is asked of nobody, beside some that tell of now.

use super::check;

#[test]
fn what_is_over_is_told() {
    check(&[
        ("my foot drop after surgery in 2016 came back to full strength, now pilates for my back", false),
        ("i couldnt feel my toes after surgery in 2012 but it all came back. back massage", false),
        ("bed wetting till I was 6, now at 38 only a stiff neck", false),
        ("remember when my back locked up and I couldn't walk? that was 2012", false),
        ("chest pain was just heartburn, resolved. chiropractor for slouching", false),
        ("tuve una infección de orina el año pasado que se curó, ahora el cuello tieso", false),
        ("was on prednisone as a child, need a chiro for my back", false),
        ("as a kid i had polio and weak legs, im strong now, yoga for back", false),
        ("had fusion in 2010 and numb legs, back pain", true),
        ("my foot drop came back", true),
        ("leg weakness that never fully recovered, back pain", true),
        ("tengo muchas ganas de orinar pero no me sale nada desde la mañana", true),
        ("bowel control not good since injury, back pain", true),
        ("the numbness went away but came back and now both legs are weak", true),
        ("my strength never came back after the fall yesterday, legs weak", true),
        ("i had cancer in 2010, cured, now new back pain", true),
        ("on methotrexate since 2015 and back pain", true),
    ]);
}

#[test]
fn what_is_gone_is_over_unless_a_faculty_went() {
    check(&[
        ("the tingling in my legs disappeared years ago, stiff back", false),
        ("leaks stopped for good after 2009, crick in the neck", false),
        ("weakness in my legs has never returned since 2015, stiff back", false),
        ("the feeling in my groin disappeared, sciatica", true),
        ("strength in my left foot is gone for two weeks now, low back", true),
        ("surgery in 2019 fixed my foot drop and now it's happening again", true),
        ("they told me to come back if i can't pee, and it has happened: i can't", true),
    ]);
}

#[test]
fn what_something_solved_is_over_where_only_a_complaint_is_left() {
    check(&[
        ("lost feeling in my fingers last summer, surgery solved it, now just a tight neck", false),
        ("had a numb leg from a disc, all gone after surgery, now want someone for tight hips", false),
        ("la operacion me quito el adormecimiento de la pierna, ahora solo rigidez", false),
        ("surgery fixed my back, now my leg is numb and weak", true),
        ("had cancer, surgery solved it, now just back pain", true),
        ("therapy fixed my foot drop but it came back, now just weak", true),
    ]);
}

#[test]
fn what_is_dated_is_not_what_stands_beside_it() {
    check(&[
        ("cancer surgery ten years ago, new back pain", true),
        ("i had osteoporosis diagnosed last year, tripped over the dog, back agony", true),
        ("my breast cancer was 15 years ago but this back pain is new", true),
        ("i was dizzy for weeks in 2012, that ended, stiff neck", false),
        ("71, bent to pick up the cat, back hurts", true),
    ]);
}

#[test]
fn what_may_come_some_day_is_told() {
    check(&[
        ("if my back ever went numb would i see a PT", false),
        ("what should I do in case I lose bladder control someday with my bulging disc", false),
        ("should i worry if my legs ever go numb after sitting cross legged", false),
        ("que hago si algun dia pierdo el control de la vejiga", false),
        ("if i lie down my legs go numb and i cant pee", true),
        ("worst headache ever if i move", true),
        ("in case it matters my groin is numb, back pain", true),
    ]);
}

#[test]
fn what_is_asked_of_anybody_is_told() {
    check(&[
        ("could sitting all day give you a blood clot", false),
        ("how long after a car accident can whiplash show up", false),
        ("why do strokes cause neck pain", false),
        ("difference between sciatica and cauda equina syndrome", false),
        ("could it be my heart, chest pain since this morning", true),
        ("could this be a stroke, my face is drooping", true),
        ("how long should i wait to see someone, i cant feel my legs", true),
        ("what if its cauda equina, my groin is numb right now", true),
    ]);
}

#[test]
fn a_question_that_names_nobody_is_told() {
    check(&[
        ("does foot drop go away for most people", false),
        ("is it dangerous when a chiropractor cracks your neck and you get dizzy", false),
        ("¿la ciatica da debilidad en la pierna?", false),
        ("i wonder what cauda equina feels like", false),
        ("what kind of doctor for sudden numbness between the legs", true),
        ("is it normal to have no feeling when i wipe", true),
        ("¿es normal que tenga adormecimiento en la ingle desde ayer?", true),
        ("is this foot drop permanent? started friday", true),
    ]);
}
