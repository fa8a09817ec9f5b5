//! What is said of how far was looked and how far one has to look, and of what to leave out where nobody is anywhere.

use super::Voice;
use crate::domain::{Reach, Units};
use crate::query::answer::{Alternative, Beyond, Enough};
use crate::vocabulary::Lang;

/// That the search looks further than asked: `Only 1 within 5 miles, so the search was widened to 10. Three within 7.4
/// miles.`
pub(super) fn widened(
    found: u64,
    asked: Reach,
    used: Reach,
    beyond: Option<Beyond>,
    voice: Voice<'_>,
) -> String {
    let only = only(found, asked, voice);
    let to = number(used, voice.units);
    let first = match (voice.lang, used) {
        (Lang::En, Reach::Within(_)) => format!("{only}, so the search was widened to {to}."),
        (Lang::En, Reach::Any) => format!("{only}, so the search was widened to any distance."),
        (Lang::Es, Reach::Within(_)) => format!("{only}, así que la búsqueda se amplió a {to}."),
        (Lang::Es, Reach::Any) => format!("{only}, así que la búsqueda se amplió a cualquier distancia."),
    };
    let then = beyond.map(|beyond| match (beyond.enough, voice.lang) {
        (Some(enough), _) => enough_within(enough, voice),
        (None, Lang::En) => format!("There {} in all.", are(beyond.everywhere)),
        (None, Lang::Es) => format!("Hay {} en total.", beyond.everywhere),
    });
    std::iter::once(first).chain(then).collect::<Vec<_>>().join(" ")
}

/// That few are there and the search looks no further: `Only 1 within 5 miles. Three within 7.4 miles.`
pub(super) fn few_within(found: u64, within: Reach, beyond: Beyond, voice: Voice<'_>) -> String {
    let only = only(found, within, voice);
    match (beyond.enough, voice.lang) {
        (Some(enough), _) => format!("{only}. {}", enough_within(enough, voice)),
        (None, Lang::En) if beyond.everywhere == 0 => format!("{only}, nor at any distance."),
        (None, Lang::Es) if beyond.everywhere == 0 => format!("{only}, ni a ninguna otra distancia."),
        (None, Lang::En) if beyond.everywhere == found => format!("{only}, and nobody else at any distance."),
        (None, Lang::Es) if beyond.everywhere == found => format!("{only}, y nadie más a ninguna distancia."),
        (None, Lang::En) => format!("{only}. There {} in all.", are(beyond.everywhere)),
        (None, Lang::Es) => format!("{only}. Hay {} en total.", beyond.everywhere),
    }
}

/// What to leave out: `Nobody fits all of it. Without “female”: 12, the nearest 3.2 miles away.`
pub(super) fn try_without(alternatives: &[Alternative], voice: Voice<'_>) -> String {
    let nobody = match voice.lang {
        Lang::En => "Nobody fits everything that was asked for.".to_owned(),
        Lang::Es => "Nadie cumple todo lo que se pidió.".to_owned(),
    };
    let one = |alternative: &Alternative| {
        let Alternative { label, total, nearest, .. } = alternative;
        let far = nearest.map(|metres| length(metres.rounded(voice.units), voice));
        match (voice.lang, far, total) {
            (Lang::En, None, _) => format!("Without “{label}”: {total}."),
            (Lang::Es, None, _) => format!("Sin “{label}”: {total}."),
            (Lang::En, Some(far), 1) => format!("Without “{label}”: 1, {far} away."),
            (Lang::Es, Some(far), 1) => format!("Sin “{label}”: 1, a {far}."),
            (Lang::En, Some(far), _) => format!("Without “{label}”: {total}, the nearest {far} away."),
            (Lang::Es, Some(far), _) => format!("Sin “{label}”: {total}, el más cercano a {far}."),
        }
    };
    std::iter::once(nobody).chain(alternatives.iter().map(one)).collect::<Vec<_>>().join(" ")
}

/// `Only 1 within 5 miles`, without a full stop.
fn only(found: u64, within: Reach, voice: Voice<'_>) -> String {
    let found = match (voice.lang, found) {
        (Lang::En, 0) => "None".to_owned(),
        (Lang::Es, 0) => "Ninguno".to_owned(),
        (Lang::En, _) => format!("Only {found}"),
        (Lang::Es, _) => format!("Solo {found}"),
    };
    let within = number(within, voice.units);
    let unit = unit(&within, voice);
    match voice.lang {
        Lang::En => format!("{found} within {within} {unit}"),
        Lang::Es => format!("{found} a menos de {within} {unit}"),
    }
}

fn enough_within(enough: Enough, voice: Voice<'_>) -> String {
    let far = length(enough.value, voice);
    match voice.lang {
        Lang::En => format!("Three within {far}."),
        Lang::Es => format!("Tres a menos de {far}."),
    }
}

fn are(count: u64) -> String {
    if count == 1 { "is 1".to_owned() } else { format!("are {count}") }
}

/// `7.4 miles`
fn length(value: f64, voice: Voice<'_>) -> String {
    let number = value.to_string();
    let unit = unit(&number, voice);
    format!("{number} {unit}")
}

fn unit(number: &str, voice: Voice<'_>) -> &'static str {
    match (voice.units, voice.lang, number) {
        (Units::Miles, Lang::En, "1") => "mile",
        (Units::Miles, Lang::En, _) => "miles",
        (Units::Miles, Lang::Es, "1") => "milla",
        (Units::Miles, Lang::Es, _) => "millas",
        (Units::Kilometres, _, _) => "km",
    }
}

/// A radius in the asked units with at most one decimal; empty without an edge.
fn number(reach: Reach, units: Units) -> String {
    match reach {
        Reach::Within(radius) => {
            let value = radius.in_units(units);
            // A tenth of a unit is too coarse for what is asked below one.
            let decimals = if value < 1.0 { 100.0 } else { 10.0 };
            ((value * decimals).round() / decimals).to_string()
        }
        Reach::Any => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Metres, Radius};
    use crate::vocabulary::Vocabulary;
    use std::sync::LazyLock;

    static VOCABULARY: LazyLock<Vocabulary> =
        LazyLock::new(|| Vocabulary::bundled().expect("the bundled tables load"));

    fn within(value: f64, units: Units) -> Reach {
        Reach::Within(Radius::new(value, units).expect("a radius"))
    }

    fn miles(value: f64) -> Reach {
        within(value, Units::Miles)
    }

    fn voice(lang: Lang, units: Units) -> Voice<'static> {
        Voice { vocabulary: &VOCABULARY, lang, units }
    }

    fn both(units: Units, say: impl Fn(Voice<'_>) -> String) -> [String; 2] {
        [Lang::En, Lang::Es].map(|lang| say(voice(lang, units)))
    }

    #[expect(clippy::unnecessary_wraps, reason = "remarks hold it so")]
    fn beyond(everywhere: u64, value: Option<f64>) -> Option<Beyond> {
        let enough = value.map(|value| Enough { value, count: 3, reach: miles(value) });
        Some(Beyond { everywhere, enough })
    }

    #[test]
    fn widening_is_told_in_the_asked_units() {
        for (found, asked, used, units, english, spanish) in [
            (
                1,
                miles(5.0),
                miles(10.0),
                Units::Miles,
                "Only 1 within 5 miles, so the search was widened to 10.",
                "Solo 1 a menos de 5 millas, así que la búsqueda se amplió a 10.",
            ),
            (
                0,
                miles(1.0),
                miles(5.0),
                Units::Miles,
                "None within 1 mile, so the search was widened to 5.",
                "Ninguno a menos de 1 milla, así que la búsqueda se amplió a 5.",
            ),
            (
                2,
                within(8.0, Units::Kilometres),
                miles(10.0),
                Units::Kilometres,
                "Only 2 within 8 km, so the search was widened to 16.1.",
                "Solo 2 a menos de 8 km, así que la búsqueda se amplió a 16.1.",
            ),
            (
                2,
                miles(0.25),
                Reach::Any,
                Units::Miles,
                "Only 2 within 0.25 miles, so the search was widened to any distance.",
                "Solo 2 a menos de 0.25 millas, así que la búsqueda se amplió a cualquier distancia.",
            ),
        ] {
            assert_eq!(both(units, |voice| widened(found, asked, used, None, voice)), [english, spanish]);
        }
    }

    #[test]
    fn how_far_three_reach_stands_behind_it() {
        let said = |beyond| both(Units::Miles, |voice| widened(1, miles(5.0), Reach::Any, beyond, voice));
        let ends = |beyond, english: &str, spanish: &str| {
            let [en, es] = said(beyond);
            assert!(en.ends_with(english) && es.ends_with(spanish), "{en} {es}");
        };
        ends(
            beyond(9, Some(7.4)),
            "distance. Three within 7.4 miles.",
            "distancia. Tres a menos de 7.4 millas.",
        );
        ends(beyond(2, None), "distance. There are 2 in all.", "distancia. Hay 2 en total.");
        ends(beyond(1, None), "distance. There is 1 in all.", "distancia. Hay 1 en total.");
    }

    #[test]
    fn few_within_a_radius_names_the_way_out() {
        for (found, beyond, english, spanish) in [
            (
                1,
                beyond(9, Some(7.4)),
                "Only 1 within 5 miles. Three within 7.4 miles.",
                "Solo 1 a menos de 5 millas. Tres a menos de 7.4 millas.",
            ),
            (
                0,
                beyond(2, None),
                "None within 5 miles. There are 2 in all.",
                "Ninguno a menos de 5 millas. Hay 2 en total.",
            ),
            (
                2,
                beyond(2, None),
                "Only 2 within 5 miles, and nobody else at any distance.",
                "Solo 2 a menos de 5 millas, y nadie más a ninguna distancia.",
            ),
            (
                0,
                beyond(0, None),
                "None within 5 miles, nor at any distance.",
                "Ninguno a menos de 5 millas, ni a ninguna otra distancia.",
            ),
        ] {
            let beyond = beyond.expect("given");
            assert_eq!(
                both(Units::Miles, |voice| few_within(found, miles(5.0), beyond, voice)),
                [english, spanish]
            );
        }
    }

    #[test]
    fn what_to_leave_out_is_told_with_counts_and_distances() {
        let alternative = |label: &str, total, nearest: Option<f64>| Alternative {
            part: "gender",
            label: label.into(),
            total,
            nearest: nearest.and_then(Metres::new),
            q: None,
            without: Vec::new(),
        };
        let alternatives = [alternative("female", 12, Some(5_150.0)), alternative("yoga", 1, None)];
        let [english, spanish] = both(Units::Miles, |voice| try_without(&alternatives, voice));
        assert_eq!(
            english,
            "Nobody fits everything that was asked for. Without “female”: 12, the nearest 3.2 miles away. \
             Without “yoga”: 1."
        );
        assert_eq!(
            spanish,
            "Nadie cumple todo lo que se pidió. Sin “female”: 12, el más cercano a 3.2 millas. Sin “yoga”: 1."
        );
    }
}
