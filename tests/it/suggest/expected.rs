//! What has to be among the first suggestions, and what must never be.
//!
//! A suggestion is written `kind id`: `specialty chiropractor`, `place Chicago, IL`; a name by a part of its label:
//! `person ~Smith`. A kind alone stands for all of that kind.

/// What was typed, and what is expected of the suggestions; `|` parts several.
pub(super) struct Expected {
    pub(super) typed: &'static str,
    pub(super) near: &'static str,
    pub(super) lang: &'static str,
    /// Among the first three.
    pub(super) three: &'static str,
    /// Among the first five.
    pub(super) five: &'static str,
    pub(super) never: &'static str,
}

const fn expected(
    typed: &'static str,
    three: &'static str,
    five: &'static str,
    never: &'static str,
) -> Expected {
    Expected { typed, near: "", lang: "en", three, five, never }
}

const fn near(typed: &'static str, near: &'static str, three: &'static str, never: &'static str) -> Expected {
    Expected { typed, near, lang: "en", three, five: "", never }
}

const fn spanish(
    typed: &'static str,
    three: &'static str,
    five: &'static str,
    never: &'static str,
) -> Expected {
    Expected { typed, near: "", lang: "es", three, five, never }
}

/// One or two letters: what people look for most.
const SHORT: [Expected; 22] = [
    expected(
        "",
        "specialty chiropractor|specialty physical_therapist",
        "condition low_back_pain",
        "place|person",
    ),
    expected("   ", "specialty chiropractor", "condition low_back_pain", "place|person|organization"),
    expected("c", "specialty chiropractor", "", ""),
    expected("p", "specialty physical_therapist", "", ""),
    expected("n", "condition neck_pain", "", ""),
    expected("b", "condition low_back_pain", "", ""),
    expected("s", "condition sciatica", "", ""),
    expected("m", "specialty massage_therapist", "condition migraine", ""),
    expected("a", "specialty acupuncturist", "", ""),
    expected("o", "specialty osteopath", "", ""),
    expected("h", "condition tension_headache", "condition herniated_disc_low", ""),
    expected("w", "condition whiplash", "", ""),
    expected("l", "condition low_back_pain", "place Los Angeles, CA", ""),
    expected("q", "specialty chiropractor", "", ""),
    expected("d", "", "condition dizziness|specialty do_physician", "condition neck_pain"),
    expected("ch", "specialty chiropractor", "place Chicago, IL", ""),
    expected("ne", "condition neck_pain", "place New York City, NY", ""),
    expected("ba", "condition low_back_pain", "", ""),
    expected("ph", "specialty physical_therapist", "place Philadelphia, PA", ""),
    expected("sc", "condition sciatica", "condition scoliosis", ""),
    expected("mi", "condition migraine", "", ""),
    expected("ac", "specialty acupuncturist", "technique acupuncture", ""),
];

/// Words as they grow, alone and in phrases.
const GROWING: [Expected; 40] = [
    expected("chi", "specialty chiropractor", "place Chicago, IL", ""),
    expected("chir", "specialty chiropractor", "", "place Chicago, IL"),
    expected("chirop", "specialty chiropractor", "organization ~Chiropractic", ""),
    expected("neck", "condition neck_pain", "condition stiff_neck", ""),
    expected("neck p", "condition neck_pain", "", "place"),
    expected("sciat", "condition sciatica", "", ""),
    expected("dry", "technique dry_needling", "", ""),
    expected("dry n", "technique dry_needling", "", "place|condition neck_pain"),
    expected("dry ", "technique dry_needling", "", ""),
    expected("pt", "specialty physical_therapist", "", ""),
    expected("dc", "specialty chiropractor", "place Washington, DC", ""),
    expected("do", "specialty do_physician|specialty osteopath", "", ""),
    expected("lmt", "specialty massage_therapist", "", ""),
    expected("ot", "specialty occupational_therapist", "", ""),
    expected("physical", "specialty physical_therapist", "specialty pt_clinic", ""),
    expected(
        "physical ther",
        "specialty physical_therapist",
        "specialty pt_clinic",
        "specialty pt_assistant",
    ),
    expected("physiotherap", "specialty physical_therapist", "", ""),
    expected("slipped d", "condition herniated_disc_low", "", ""),
    expected("herniated d", "condition herniated_disc_low", "condition herniated_disc_neck", ""),
    expected("pinched n", "condition pinched_nerve_neck", "", ""),
    expected("lower b", "condition low_back_pain", "", ""),
    expected("upper b", "condition upper_back_pain", "", ""),
    expected("tension h", "condition tension_headache", "", ""),
    expected(
        "headac",
        "condition tension_headache",
        "condition cervicogenic_headache|condition migraine",
        "",
    ),
    expected("tmj", "condition tmj", "", ""),
    expected("whipl", "condition whiplash", "", ""),
    expected("needl", "technique acupuncture", "technique dry_needling", ""),
    expected("manipul", "technique spinal_manipulation", "", ""),
    expected("adjustm", "technique spinal_manipulation", "", ""),
    expected("mckenz", "technique mckenzie", "", ""),
    expected("pain in my ne", "condition neck_pain", "", ""),
    expected("pain nec", "condition neck_pain", "", ""),
    expected("neck pain chi", "specialty chiropractor", "", "condition"),
    expected("neck pain p", "", "specialty physical_therapist", ""),
    expected("neck pain ne", "", "", "condition neck_pain"),
    expected("i need a chirop", "specialty chiropractor", "", ""),
    expected("best massage th", "specialty massage_therapist", "", ""),
    expected("15213 chirop", "specialty chiropractor", "", ""),
    expected("osteopathic phys", "specialty osteopath", "", ""),
    expected("sports med", "specialty sports_physician", "", ""),
];

/// Plurals are what they are of.
const PLURAL: [Expected; 6] = [
    expected("chiropractors", "specialty chiropractor", "", ""),
    expected("headaches", "condition tension_headache", "", ""),
    expected("herniated discs", "condition herniated_disc_low", "", ""),
    expected("migraines", "condition migraine", "", ""),
    expected("massage therapists", "specialty massage_therapist", "", ""),
    expected("physical therapy clinics", "specialty pt_clinic", "", ""),
];

/// Slips of the finger in the word that is being typed, and before it.
const TYPOS: [Expected; 29] = [
    expected("chriop", "specialty chiropractor", "", "place"),
    expected("chirpo", "specialty chiropractor", "", ""),
    expected("hciro", "specialty chiropractor", "", ""),
    expected("ciropract", "specialty chiropractor", "", ""),
    expected("kiroprac", "specialty chiropractor", "", ""),
    expected("chiropracter", "specialty chiropractor", "", ""),
    expected("nek pa", "condition neck_pain", "", ""),
    expected("neck pian", "condition neck_pain", "", ""),
    expected("siat", "condition sciatica", "", ""),
    expected("sciatca", "condition sciatica", "", ""),
    expected("wiplas", "condition whiplash", "", ""),
    expected("acupunture", "specialty acupuncturist", "technique acupuncture", ""),
    expected("acupuncutr", "specialty acupuncturist", "", ""),
    expected("massge", "specialty massage_therapist", "technique massage", ""),
    expected("masage the", "specialty massage_therapist", "", ""),
    expected("phisical ther", "specialty physical_therapist", "", ""),
    expected("physcal t", "specialty physical_therapist", "", ""),
    expected("physicalther", "specialty physical_therapist", "", ""),
    expected("ostopath", "specialty osteopath", "", ""),
    expected("orthapedic s", "specialty orthopaedic_surgeon", "", ""),
    expected("reumatolo", "specialty rheumatologist", "", ""),
    expected("fibromialg", "condition fibromyalgia", "", ""),
    expected("philadelpia", "place Philadelphia, PA", "", ""),
    expected("near philadelpia", "place Philadelphia, PA", "", "specialty|condition|technique"),
    expected("pittsbrugh", "place Pittsburgh, PA", "", ""),
    expected("chigago", "place Chicago, IL", "", ""),
    expected("chiropractor in cincinatti", "place Cincinnati, OH", "", "specialty"),
    expected("chiropractor near los angelas", "place Los Angeles, CA", "", "specialty"),
    expected("kowlask", "person ~Kowalski", "", ""),
];

/// Professions that are not listed are completed into none that is, digits into no words, nonsense into nothing.
const NEVER: [Expected; 20] = [
    expected("dermatol", "", "", "specialty|condition"),
    expected("dermatologist", "", "", "specialty|condition"),
    expected("dermatolgi", "", "", "specialty"),
    expected("urolog", "", "", "specialty"),
    expected("urologis", "", "", "specialty"),
    expected("urolgist", "", "", "specialty"),
    expected("cardiol", "", "", "specialty"),
    expected("psychiat", "", "", "specialty"),
    expected("psychatri", "", "", "specialty"),
    expected("podiatr", "", "", "specialty"),
    expected("dentis", "", "", "specialty"),
    expected("nephrolog", "", "", "specialty"),
    expected("nefrolog", "", "", "specialty"),
    expected("hematol", "", "", "specialty"),
    expected("optomet", "", "", "specialty"),
    expected("chiropract0r", "", "", "specialty|condition|technique"),
    expected("asdfghjk", "", "", "specialty|condition|technique|place|person|organization"),
    expected("zzzz", "", "", "specialty|condition|technique|place|person|organization"),
    expected("miller", "", "", "specialty|condition|technique"),
    expected("!!! ???", "specialty chiropractor", "", ""),
];

/// Places, by population where nothing says which is meant.
const PLACED: [Expected; 27] = [
    expected(
        "chiropractor in pitts",
        "place Pittsburgh, PA",
        "",
        "specialty|condition|technique|person|organization",
    ),
    expected("chiropractor near pittsburgh, p", "place Pittsburgh, PA", "", "specialty"),
    expected("back pain near 152", "place Pittsburgh, PA 15201", "", "specialty|condition|person"),
    expected("15213", "place Pittsburgh, PA 15213", "", ""),
    expected("1521", "place Pittsburgh, PA 15210", "", "specialty"),
    expected("near san", "place San Antonio, TX|place San Diego, CA", "", "specialty"),
    expected("acupunct nyc", "place New York City, NY", "", ""),
    expected("nyc", "place New York City, NY", "", ""),
    expected("philly", "place Philadelphia, PA", "", ""),
    expected("near la", "place Los Angeles, CA|place Louisiana", "", ""),
    expected("chiropractor in new", "place New York City, NY", "place New York", "specialty"),
    expected("in texa", "place Texas", "", ""),
    expected("spring", "", "place Springfield, MO", ""),
    expected("springfield, i", "place Springfield, IL", "", "place Springfield, MO"),
    expected("saint lou", "place St. Louis, MO", "", ""),
    expected("fort wo", "place Fort Worth, TX", "", ""),
    expected("quiropractico en hou", "place Houston, TX", "", "specialty"),
    expected("chiropractor in ", "place New York City, NY", "", "specialty"),
    near("spring", "60601", "place Springfield, IL", ""),
    near("springf", "01101", "place Springfield, MA", ""),
    near("portl", "Boston, MA", "place Portland, ME", ""),
    near("columbus", "30303", "place Columbus, GA", ""),
    near("near san", "94102", "place San Francisco, CA", ""),
    near("near 1", "15213", "place Pittsburgh, PA 15213", ""),
    near("chirop", "Pitsburgh, PA", "specialty chiropractor", ""),
    near("seattl", "15213", "place Seattle, WA", ""),
    expected("spring near 60601 springf", "place Springfield, IL", "", ""),
];

/// Names of people and practices.
const NAMES: [Expected; 14] = [
    expected("smi", "person ~Smith", "", ""),
    expected("smith", "person ~Smith", "", ""),
    expected("dr smi", "person ~Smith", "", ""),
    expected("dr. smith", "person ~Smith", "", ""),
    expected("smith ch", "person ~Chester|person ~Chad|person ~Charles", "", ""),
    expected("charles smi", "person ~Charles R Smith", "", ""),
    expected("o'br", "person ~Obrien", "", ""),
    expected("obrien", "person ~Obrien", "", ""),
    expected("garcia", "person ~Garcia", "", ""),
    expected("rodrí", "person ~Rodriguez", "", ""),
    expected("nguy", "person ~Nguyen", "", ""),
    expected("chiropractor smi", "person ~Smith", "", ""),
    near("smi", "77002", "person ~Smith", ""),
    near("lee", "35565", "person ~Lee, Haleyville, AL", ""),
];

/// Spanish, with Spanish labels or without.
const SPANISH: [Expected; 22] = [
    expected("quirop", "specialty chiropractor", "", ""),
    spanish("quirop", "specialty chiropractor", "", ""),
    spanish("q", "specialty chiropractor", "", ""),
    spanish("f", "specialty physical_therapist", "", ""),
    spanish("d", "", "condition low_back_pain|condition neck_pain", ""),
    spanish("fisioterap", "specialty physical_therapist", "", ""),
    spanish("fisoterap", "specialty physical_therapist", "", ""),
    spanish("quiropratico", "specialty chiropractor", "", ""),
    spanish("dolor de cu", "condition neck_pain", "", ""),
    spanish("dolor cuello", "condition neck_pain", "", ""),
    spanish("dolor de esp", "condition low_back_pain|condition upper_back_pain", "", ""),
    spanish("dolor de cabe", "condition tension_headache", "condition migraine", ""),
    spanish("ciat", "condition sciatica", "", ""),
    spanish("ciát", "condition sciatica", "", ""),
    spanish("masaj", "specialty massage_therapist", "technique massage", ""),
    spanish("acupun", "specialty acupuncturist", "technique acupuncture", ""),
    spanish("hernia de d", "condition herniated_disc_low", "", ""),
    spanish("latigaz", "condition whiplash", "", ""),
    spanish("chirop", "specialty chiropractor", "", ""),
    spanish("quiropráctico cerca de hou", "place Houston, TX", "", "specialty"),
    spanish("punción s", "technique dry_needling", "", ""),
    spanish("dermatól", "", "", "specialty"),
];

/// Every row of every table.
pub(super) fn all() -> impl Iterator<Item = &'static Expected> {
    let tables: [&[Expected]; 8] = [&SHORT, &GROWING, &PLURAL, &TYPOS, &NEVER, &PLACED, &NAMES, &SPANISH];
    tables.into_iter().flatten()
}
