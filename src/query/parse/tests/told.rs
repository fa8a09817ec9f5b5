//! Words of a story: what everybody says is nobody's name, who is only told of is not asked for.

use super::check;

#[test]
fn what_everybody_says_beside_a_complaint_is_no_name() {
    check(&[
        ("stiff neck every summer", "c=stiff_neck ignored=summer"),
        ("butcher with shoulder pain", "c=shoulder_pain ignored=butcher"),
        ("sciatica how fast", "c=sciatica ignored=fast"),
        ("dolor de cuello sin ventanas", "c=neck_pain ignored=sin+ventanas"),
        ("low back pain in the autumn", "c=low_back_pain ignored=autumn"),
        ("non drug sciatica", "c=sciatica ignored=non+drug"),
        ("pilates class for sciatica", "c=sciatica t=pilates ignored=class"),
        // Beside who is sought, behind a title, beside a name or with a capital they are names.
        ("butcher chiropractic", "s=chiropractor w=butcher"),
        ("chiropractor winter neck pain", "s=chiropractor c=neck_pain w=winter"),
        ("dr cook neck pain", "c=neck_pain w=cook"),
        ("gertrude cook neck pain", "c=neck_pain w=gertrude+cook"),
        ("neck pain Cook", "c=neck_pain w=cook"),
        ("smith neck pain", "c=neck_pain w=smith"),
        ("forward motion neck pain", "c=neck_pain w=forward+motion"),
    ]);
}

#[test]
fn who_is_only_told_of_is_not_asked_for() {
    check(&[
        ("saw a chiropractor, now want a physiatrist", "s=physiatrist ignored=chiropractor+saw"),
        ("massage has not helped, acupuncture now", "s=acupuncturist t=acupuncture ignored=massage+helped"),
        (
            "my dad is an acupuncturist but i want a massage therapist",
            "s=massage_therapist ignored=acupuncturist+i want+dad",
        ),
        (
            "physical therapy made it worse, need a chiropractor",
            "s=chiropractor ignored=physical therapy+made+worse",
        ),
        (
            "fui al quiropráctico y no sirvió, busco acupuntura",
            "s=acupuncturist t=acupuncture ignored=quiropráctico+busco+fui+sirvió",
        ),
        // Nothing else is asked for, somebody asks what others did, or it is no profession of theirs.
        ("tried a chiropractor in Boise", "s=chiropractor place=Boise, ID ignored=tried"),
        (
            "anyone tried acupuncture or massage for sciatica",
            "s=acupuncturist+massage_therapist c=sciatica t=acupuncture+massage ignored=tried",
        ),
        (
            "my husband needs a chiropractor and i need a massage therapist",
            "s=chiropractor+massage_therapist ignored=i need a",
        ),
        // Who is feared is not wanted; what hurts is.
        ("afraid of chiropractors, sciatica", "c=sciatica not=chiropractor"),
        ("tired of sciatica", "c=sciatica ignored=tired"),
    ]);
}

#[test]
fn who_wants_no_operation_wants_no_surgeon() {
    check(&[
        (
            "sciatica, i do not want an operation",
            "c=sciatica not=spine_surgeon+orthopaedic_surgeon+neurosurgeon",
        ),
        (
            "spinal stenosis nonsurgical",
            "c=stenosis_lumbar not=spine_surgeon+orthopaedic_surgeon+neurosurgeon",
        ),
        (
            "estenosis lumbar sin operación",
            "c=stenosis_lumbar not=spine_surgeon+orthopaedic_surgeon+neurosurgeon",
        ),
        (
            "rather than surgery for scoliosis",
            "c=scoliosis not=spine_surgeon+orthopaedic_surgeon+neurosurgeon",
        ),
        // Who names one asks for one; an operation that was, or was not, is nobody's wish.
        ("orthopedic surgeon, no surgery", "s=orthopaedic_surgeon not=spine_surgeon+neurosurgeon"),
        ("nonsurgical traction", "t=traction w=nonsurgical"),
        ("never had surgery, sciatica", "c=sciatica ignored=surgery"),
        ("sciatica after surgery", "c=sciatica ignored=surgery"),
    ]);
}

#[test]
fn parts_beside_what_is_sought_are_complaints() {
    check(&[
        ("dry needling shoulder", "c=shoulder_pain t=dry_needling"),
        ("acupuncture for neck and shoulders", "s=acupuncturist c=neck_pain+shoulder_pain t=acupuncture"),
        ("good with lower backs chiropractor", "s=chiropractor c=low_back_pain ignored=good"),
        ("cellist neck and upper back", "c=neck_pain+upper_back_pain ignored=cellist"),
        ("at my computer all day shoulders and neck", "c=shoulder_pain+neck_pain ignored=computer+all+day"),
        // Somebody else's, denied, or no part at all.
        ("sciatica, he broke his neck once", "c=sciatica ignored=broke+neck+once"),
        ("acupuncturist on the shoulder of the road", "s=acupuncturist w=road ignored=shoulder"),
        ("acupuncturist who does not touch necks", "s=acupuncturist w=necks ignored=touch"),
        ("back in motion chiropractic", "s=chiropractor ignored=back+motion"),
    ]);
}

#[test]
fn degrees_that_are_compared_do_not_narrow() {
    check(&[
        ("MD or DO for neck pain", "s=osteopath+do_physician c=neck_pain ignored=MD"),
        ("DC vs MD", "s=chiropractor ignored=MD+vs"),
        ("is a DO better than an MD", "s=osteopath+do_physician ignored=MD+better"),
        ("MD for neck pain", "c=neck_pain credential=MD"),
    ]);
}

#[test]
fn a_language_before_a_profession_is_spoken() {
    check(&[
        ("ukrainian chiropractor", "s=chiropractor language=uk"),
        ("romanian physical therapist in Boise", "s=physical_therapist language=ro place=Boise, ID"),
        ("Polish chiropractor", "s=chiropractor language=pl"),
        ("french chiropractor", "s=chiropractor w=french"),
        ("swedish massage", "t=massage"),
    ]);
}
