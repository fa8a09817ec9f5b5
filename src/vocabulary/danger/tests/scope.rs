//! Sentences that deny a sign, or are turns of speech, beside some that only look so.

use super::check;

#[test]
fn a_want_that_is_denied_is_no_sign() {
    check(&[
        ("no loss of bladder control, back pain", false),
        ("no loss of consciousness, neck sore", false),
        ("no vision trouble, tension headache", false),
        ("no double vision, neck tension", false),
        ("no bladder issues. sciatica", false),
        ("i dont have any trouble walking, neck cracks a lot", false),
        ("sin problemas para caminar, dolor de cuello leve", false),
        ("no bladder control trouble walking back pain", true),
        ("no control of my bowels, back pain", true),
        ("no vision in my left eye suddenly, neck pain", true),
        ("no loss of bladder control but numb between my legs", true),
        ("dont have control of my bladder anymore, back pain", true),
    ]);
}

#[test]
fn a_question_answered_with_no_is_denied() {
    check(&[
        ("fever? no. chills? nope. low back soreness", false),
        ("any leg weakness? no. just stiffness in the back", false),
        ("fever? yes 102. back pain", true),
        ("is the numbness going away? no. groin still numb", true),
        ("can i walk? no. my legs wont move and my back hurts", true),
    ]);
}

#[test]
fn a_list_behind_what_stands_for_it_is_denied() {
    check(&[
        ("none of the scary stuff (leg weakness, incontinence, fever) just a massage for my back", false),
        ("no red flags (saddle anesthesia, incontinence, foot drop), back pain", false),
        ("none of these symptoms (fever, chills), numb groin though", true),
        ("no injury (woke up with numb legs and cant pee)", true),
    ]);
}

#[test]
fn a_denied_word_takes_what_goes_on_with_it() {
    check(&[
        ("neither leg is weak and my foot lifts ok, back pain", false),
        ("neither leg will hold me up, back pain", true),
        ("my legs don't feel weak at all, stiff lower back", false),
        ("no tengo dificultad para tragar, me duele el cuello", false),
        ("no se me duermen las manos, cuello tieso", false),
        ("the fever everyone asks about? don't have it. sore back", false),
        ("numb groin? not sure, but i can't feel the toilet paper", true),
    ]);
}

#[test]
fn what_works_is_no_sign() {
    check(&[
        ("neck sore after yoga - speech ok vision ok balance ok arms ok", false),
        ("control de esfinteres normal, me truena el cuello", false),
        ("i can hold my pee, can a chiropractor adjust my low back", false),
        ("my vision is fine and i'm not dizzy, neck pain", false),
        ("cant feel my legs ok and back pain", true),
        ("no feeling great pain in my groin", true),
        ("legs were fine yesterday, today they are numb and weak, back pain", true),
        ("vision was fine then suddenly double, neck pain", true),
        ("full bladder and cant pee, back pain", true),
    ]);
}

#[test]
fn a_turn_of_speech_is_no_sign_and_hides_none_around_it() {
    check(&[
        ("dolor de espalda, precio de infarto", false),
        ("dove into a shallow pool and hit my head, neck killing me", true),
        ("lost my chiropractor's number, need an adjustment", false),
        ("had a blast at the trampoline park, achy lower back", false),
        ("spilled coffee on my shirt by accident, neck is stiff", false),
        ("laughed so hard i almost peed myself, now my back is sore", false),
        ("almost peed myself because i couldnt feel it, numb groin", true),
        ("keep spilling my coffee, hands clumsy, neck pain", true),
    ]);
}
