//! Words that name nobody and nothing here: articles, pronouns, everyday verbs; titles; parts of the body.
//!
//! All folded, in English and Spanish. A stop word is passed over in silence; everything else is accounted for.
//!
//! The lists are general knowledge; names that are also stop words (`May`, `Will`) are left out of them.

use std::collections::HashSet;
use std::sync::LazyLock;

type Words = LazyLock<HashSet<&'static str>>;

/// Articles, pronouns, everyday verbs.
static STOP_WORDS: Words = Words::new(|| {
    set("a about actually after again ago al algo alguien also am an and ano anos any anybody anyone \
     buenas buenos hola saludos disculpe \
     appointment appt are area as at be because been being both boyfriend brother busca but by called can cant \
     child children code codigo como con could cual cuando currently daughter days de del desde dias did \
     do does doesnt doing donde dont downtown during e each either el else en es esa ese eso esposa \
     esposo esta estan este estoy even every everyone family father favor for friend from get getting \
     girlfriend give go going got grandfather grandma grandmother grandpa ha hace had has have having hay \
     he hello help helps her here hi hija hijo his how husband i if ill im in into is it its ive just kid \
     kids kind la las lately le les lo los lot make mama marido maybe me meses mi mis mom month months \
     llamada llamado more mother much mucha mucho muy my named need needs neither never new next no not now nunca o of off oh \
     ok old on only or other our out papa para partner pero persona please por porque postal prefer \
     prefieren prefiero puede puedo que quien quiero quizas really recently saca se see semana semanas \
     she should si since sister so solo some somebody someone something somewhere son soy still su sus \
     take tambien tengo than thanks that the their them then there these they this those tiene to today \
     too treat treating treatment treats u un una under unos up us usa very want was we week weeks were \
     what when where which while who whom whose why wife with work works would y ya year years yes yo you \
     your zip zipcode")
});

/// What stands before a person's name.
static TITLES: Words = Words::new(|| {
    set("dr dra drs doc doctor doctors doctora doctores mr mrs miss mister prof professor sr sra")
});

/// What stands behind a person's name and tells father and son apart.
static GENERATIONS: Words = Words::new(|| set("jr jnr junior sr snr senior ii iii iv 2nd 3rd"));

/// Parts of the body: behind `in` or `near` they are no places.
static BODY: Words = Words::new(|| {
    set("ankle arm arms back blade blades bone bones brazo buttock buttocks cabeza cadera chest cintura \
     columna cuello disc discs ear elbow espalda fingers foot feet glutes groin hand hands head heel \
     hip hips hombro hombros jaw joint joints knee knees leg legs muscle muscles neck nerve nerves \
     pelvis pie pierna piernas rib ribs rodilla shoulder shoulders side skull spine tailbone vertebrae \
     wrist")
});

/// Complaints without a place in the body: said in a sentence (`I am in pain`) they are no names.
static COMPLAINTS: Words =
    Words::new(|| set("ache aches aching dolor dolores duele hurt hurting hurts pain pains sore"));

/// What follows the name of a landmark or a street: `Harvard University` is not the town of Harvard.
static LANDMARKS: Words = Words::new(|| {
    set("airport ave avenue blvd boulevard campus church college drive highway hospital hwy lane ln mall \
     museum parkway pkwy pike plaza rd road school square st stadium station street subway university")
});

/// What follows a name that is a sight's and no town's, however large the town is: `Golden Gate Bridge`, `Lincoln Center`.
static SIGHTS: Words = Words::new(|| set("bridge center centre harbor memorial monument world"));

/// Parts of a street address besides its landmark word.
static ADDRESS: Words = Words::new(|| set("apt dr fl ste suite unit way floor"));

/// Words that part the words of a phrase without changing it.
static ARTICLES: Words = Words::new(|| set("a an the my his her our your mi mis su el la las los un"));

/// Words that say yes to nobody: behind them a specialty is one that is not wanted.
static NEGATIONS: Words = Words::new(|| {
    set("no dont doesnt not non never neither nor ni except excluding without isnt sin excepto salvo")
});

/// Short forms of the vocabulary that are everyday verbs or names too: only capitals, or standing all but alone, make
/// them more than words. (`dc`, `pt` and `md` are no such words.)
static EVERYDAY: Words =
    Words::new(|| set("ak al art as co de do hi id in la me met mi ms no oh ok or pa ten us va"));

/// Months, days, seasons and times of the day: behind `in` they are no places, however they are spelled.
static TIMES: Words = Words::new(|| {
    set("january february march april may june july august september october november december monday \
     tuesday wednesday thursday friday saturday sunday spring summer autumn fall winter morning mornings \
     evening afternoon night nights weekend weekends general therapy treatment college school public \
     enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes \
     martes miercoles jueves viernes sabado domingo verano invierno otono primavera manana tarde noche")
});

/// Whether a word tells a time.
pub(super) fn is_time(word: &str) -> bool {
    TIMES.contains(word)
}

/// Whether a word is passed over in silence.
pub(super) fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.contains(word) || is_title(word)
}

/// Whether a word stands before a person's name.
pub(in crate::query) fn is_title(word: &str) -> bool {
    TITLES.contains(word)
}

/// Whether a word behind a person's name tells the generation.
pub(in crate::query) fn is_generation(word: &str) -> bool {
    GENERATIONS.contains(word)
}

/// Whether a word is a part of the body.
pub(super) fn is_body(word: &str) -> bool {
    BODY.contains(word)
}

/// Whether a word is a complaint without a place in the body.
pub(super) fn is_complaint(word: &str) -> bool {
    COMPLAINTS.contains(word)
}

/// Whether a word is an article or a possessive.
pub(in crate::query) fn is_article(word: &str) -> bool {
    ARTICLES.contains(word)
}

/// Whether a word makes the name before it a sight's, whatever town is called so.
pub(super) fn is_sight(word: &str) -> bool {
    SIGHTS.contains(word)
}

/// Whether a word makes the name before it that of a landmark or a street.
pub(super) fn is_landmark(word: &str) -> bool {
    LANDMARKS.contains(word)
}

/// Whether a word shows that a number and names around it are a street address.
pub(super) fn is_address(word: &str) -> bool {
    is_landmark(word) || ADDRESS.contains(&word)
}

/// Whether a word denies what follows.
pub(in crate::query) fn is_negation(word: &str) -> bool {
    NEGATIONS.contains(word)
}

/// Whether a short form of the vocabulary is an everyday word too.
pub(super) fn is_everyday(word: &str) -> bool {
    EVERYDAY.contains(word)
}

fn set(words: &'static str) -> HashSet<&'static str> {
    words.split_ascii_whitespace().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::normalize;

    #[test]
    fn lists_are_folded() {
        let lists = [
            &STOP_WORDS,
            &TITLES,
            &GENERATIONS,
            &BODY,
            &COMPLAINTS,
            &LANDMARKS,
            &ADDRESS,
            &ARTICLES,
            &NEGATIONS,
            &EVERYDAY,
            &TIMES,
        ];
        for word in lists.into_iter().flat_map(|list| list.iter()) {
            assert_eq!(&normalize::fold(word), word);
        }
        assert!(is_stop_word("the") && is_stop_word("dr") && !is_stop_word("smith"));
    }
}
