//! Sentences with numbers, names and days in them, in both languages.

use crate::domain::{Metres, Reach, RecordDate, Units};
use crate::places::{Place, PlaceKind};
use crate::query::{Alternative, Enough, month};
use crate::vocabulary::Lang;

/// `1,234`, as both languages are written in the United States.
pub(super) fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// `5 specialists within 25 miles of Pittsburgh, PA`
pub(super) fn found(
    lang: Lang,
    total: u64,
    partial: bool,
    place: Option<&Place>,
    used: Option<Reach>,
) -> String {
    let who = specialists(lang, total, partial);
    let Some(place) = place else { return who };
    let label = place_name(lang, place);
    if matches!(place.kind, PlaceKind::State(_)) {
        return match lang {
            Lang::En => format!("{who} in {label}"),
            Lang::Es => format!("{who} en {label}"),
        };
    }
    match (lang, used) {
        (Lang::En, Some(Reach::Within(radius))) => {
            format!("{who} within {} of {label}", length(lang, radius.in_units(Units::Miles)))
        }
        (Lang::Es, Some(Reach::Within(radius))) => {
            format!("{who} a menos de {} de {label}", length(lang, radius.in_units(Units::Miles)))
        }
        (Lang::En, _) => format!("{who} at any distance from {label}"),
        (Lang::Es, _) => format!("{who} a cualquier distancia de {label}"),
    }
}

/// The heading of a further page: with the numbers of those it shows.
pub(super) fn numbered(heading: String, shown: Option<(u64, u64)>) -> String {
    match shown {
        Some((first, last)) => format!("{heading}: {}–{}", count(first), count(last)),
        None => heading,
    }
}

fn specialists(lang: Lang, total: u64, partial: bool) -> String {
    let number = count(total);
    let who = match (lang, total) {
        (Lang::En, 1) => "1 specialist".to_owned(),
        (Lang::En, _) => format!("{number} specialists"),
        (Lang::Es, 1) => "1 especialista".to_owned(),
        (Lang::Es, _) => format!("{number} especialistas"),
    };
    match (lang, partial) {
        (_, false) => who,
        (Lang::En, true) => format!("At least {who}"),
        (Lang::Es, true) => format!("Al menos {who}"),
    }
}

/// A place as a visitor would say it: a point is where they are.
pub(super) fn place_name(lang: Lang, place: &Place) -> String {
    match (place.kind, lang) {
        (PlaceKind::Point(_), Lang::En) => "your location".to_owned(),
        (PlaceKind::Point(_), Lang::Es) => "su ubicación".to_owned(),
        _ => place.label.clone(),
    }
}

/// `1 within 5 miles`
pub(super) fn ring(lang: Lang, number: u64, within: Reach) -> String {
    let number = count(number);
    match (lang, within) {
        (Lang::En, Reach::Within(radius)) => {
            format!("{number} within {}", length(lang, radius.in_units(Units::Miles)))
        }
        (Lang::Es, Reach::Within(radius)) => {
            format!("{number} a menos de {}", length(lang, radius.in_units(Units::Miles)))
        }
        (Lang::En, Reach::Any) => format!("{number} at any distance"),
        (Lang::Es, Reach::Any) => format!("{number} a cualquier distancia"),
    }
}

/// `Look within 7.4 miles: three or more`
pub(super) fn enough(lang: Lang, enough: &Enough) -> String {
    let far = length(lang, enough.value);
    match (lang, enough.reach) {
        (Lang::En, Reach::Within(_)) => format!("Look within {far}: three or more"),
        (Lang::En, Reach::Any) => format!("Look at any distance: three within {far}"),
        (Lang::Es, Reach::Within(_)) => format!("Buscar a menos de {far}: tres o más"),
        (Lang::Es, Reach::Any) => format!("Buscar a cualquier distancia: tres a menos de {far}"),
    }
}

/// `female: 12 specialists`
pub(super) fn without(lang: Lang, alternative: &Alternative) -> String {
    format!("{}: {}", alternative.label, specialists(lang, alternative.total, false))
}

/// `25 miles`
pub(super) fn length(lang: Lang, miles: f64) -> String {
    let number = (miles * 10.0).round() / 10.0;
    let one = (number - 1.0).abs() < 1e-9;
    match (lang, one) {
        (Lang::En, true) => format!("{number} mile"),
        (Lang::En, false) => format!("{number} miles"),
        (Lang::Es, true) => format!("{number} milla"),
        (Lang::Es, false) => format!("{number} millas"),
    }
}

/// `8.8 mi`, or `about 8.8 mi` where the point is not the address.
pub(super) fn distance(lang: Lang, metres: Metres, exact: bool) -> String {
    let miles = metres.rounded(Units::Miles);
    match (lang, exact) {
        (_, true) => format!("{miles:.1} mi"),
        (Lang::En, false) => format!("about {miles:.1} mi"),
        (Lang::Es, false) => format!("aprox. {miles:.1} mi"),
    }
}

/// `Record from March 2016`
pub(super) fn record_from(lang: Lang, day: RecordDate) -> String {
    match lang {
        Lang::En => format!("Record from {}", month(day, lang)),
        Lang::Es => format!("Registro de {}", month(day, lang)),
    }
}

/// `Verified with the practice in November 2026`
pub(super) fn verified(lang: Lang, day: RecordDate) -> String {
    match lang {
        Lang::En => format!("Verified with the practice in {}", month(day, lang)),
        Lang::Es => format!("Verificado con el consultorio en {}", month(day, lang)),
    }
}

/// Whether nobody can be known to have verified a record lately.
pub(super) fn is_unverified(day: Option<RecordDate>, today: Option<RecordDate>) -> bool {
    let age = today.zip(day).map(|(today, day)| day.days_until(today));
    age.is_none_or(|days| days > RecordDate::FRESH_DAYS)
}

/// `and 3 more`
pub(super) fn and_more(lang: Lang, number: usize) -> String {
    match lang {
        Lang::En => format!("and {number} more"),
        Lang::Es => format!("y {number} más"),
    }
}

/// `also at 2 other places`
pub(super) fn other_practices(lang: Lang, number: usize) -> String {
    match (lang, number) {
        (Lang::En, 1) => "also at 1 other place".to_owned(),
        (Lang::En, _) => format!("also at {number} other places"),
        (Lang::Es, 1) => "también en otro lugar".to_owned(),
        (Lang::Es, _) => format!("también en otros {number} lugares"),
    }
}

/// `Also at this practice: 12`
pub(super) fn colleagues(lang: Lang, number: usize) -> String {
    match lang {
        Lang::En => format!("Also at this practice: {number}"),
        Lang::Es => format!("También en este consultorio: {number}"),
    }
}

/// `and 2 more`
pub(super) fn further(lang: Lang, number: usize) -> String {
    match lang {
        Lang::En => format!("and {number} more"),
        Lang::Es => format!("y {number} más"),
    }
}

/// What to do while there is too much to do.
pub(super) fn wait(lang: Lang, seconds: u32) -> String {
    match (lang, seconds) {
        (Lang::En, 0 | 1) => "Please wait a second and try again.".to_owned(),
        (Lang::En, _) => format!("Please wait {seconds} seconds and try again."),
        (Lang::Es, 0 | 1) => "Espere un segundo e inténtelo de nuevo.".to_owned(),
        (Lang::Es, _) => format!("Espere {seconds} segundos e inténtelo de nuevo."),
    }
}

/// `2 more at this address`
pub(super) fn neighbours(lang: Lang, number: usize) -> String {
    match lang {
        Lang::En => format!("{number} more at this address"),
        Lang::Es => format!("{number} más en esta dirección"),
    }
}

/// `Chiropractor (you typed “chiropracter”)`
pub(super) fn corrected(lang: Lang, label: &str, typed: &str) -> String {
    match lang {
        Lang::En => format!("{label} (you typed “{typed}”)"),
        Lang::Es => format!("{label} (usted escribió “{typed}”)"),
    }
}

/// `+1 412-555-0100` as people write it: `(412) 555-0100`.
pub(super) fn phone(national: u64) -> String {
    let digits = format!("{national:010}");
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    format!("({}) {}-{}", part(0, 3), part(3, 6), part(6, digits.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{LatLon, Radius};

    fn place(kind: PlaceKind) -> Place {
        Place { label: "Pittsburgh, PA 15213".into(), kind, alternatives: Vec::new() }
    }

    #[test]
    fn a_way_on_names_its_distance_or_its_count() {
        let radius = Radius::from_miles(7.4).expect("a radius");
        let near = Enough { value: 7.4, count: 3, reach: Reach::Within(radius) };
        let far = Enough { value: 250.3, count: 3, reach: Reach::Any };
        assert_eq!(enough(Lang::En, &near), "Look within 7.4 miles: three or more");
        assert_eq!(enough(Lang::Es, &far), "Buscar a cualquier distancia: tres a menos de 250.3 millas");
        let alternative = Alternative {
            part: "gender",
            label: "female".into(),
            total: 1_200,
            nearest: None,
            q: None,
            without: vec!["gender"],
        };
        assert_eq!(without(Lang::En, &alternative), "female: 1,200 specialists");
    }

    #[test]
    fn a_heading_says_how_many_how_near_to_where() {
        let point = LatLon::new(40.4, -79.9).expect("in range");
        let zip = place(PlaceKind::Zip {
            zip: "15213".parse().expect("a ZIP code"),
            point,
            state: "PA".parse().expect("a state"),
        });
        let within = Some(Reach::Within(Radius::from_miles(25.0).expect("a radius")));
        let said = |lang, total, place, used| found(lang, total, false, place, used);
        assert_eq!(
            said(Lang::En, 1_205, Some(&zip), within),
            "1,205 specialists within 25 miles of Pittsburgh, PA 15213"
        );
        assert_eq!(
            said(Lang::Es, 1, Some(&zip), within),
            "1 especialista a menos de 25 millas de Pittsburgh, PA 15213"
        );
        let here = place(PlaceKind::Point(point));
        assert_eq!(
            said(Lang::En, 2, Some(&here), Some(Reach::Any)),
            "2 specialists at any distance from your location"
        );
        let state = place(PlaceKind::State("PA".parse().expect("a state")));
        assert_eq!(said(Lang::Es, 3, Some(&state), None), "3 especialistas en Pittsburgh, PA 15213");
        assert_eq!(found(Lang::En, 7, true, None, None), "At least 7 specialists");
    }

    #[test]
    fn numbers_days_and_phones_read_as_people_write_them() {
        assert_eq!(
            [count(0), count(999), count(1_000), count(1_234_567)],
            ["0", "999", "1,000", "1,234,567"]
        );
        let day = "2016-03-14".parse().expect("a day");
        assert_eq!(
            (month(day, Lang::En), month(day, Lang::Es)),
            ("March 2016".into(), "marzo de 2016".into())
        );
        assert_eq!(phone(4_125_550_100), "(412) 555-0100");
        let today = |text: &str| text.parse().ok();
        assert!(!is_unverified(Some(day), today("2016-06-12")));
        assert!(is_unverified(Some(day), today("2016-06-13")) && is_unverified(None, today("2016-06-13")));
    }

    #[test]
    fn a_distance_is_about_unless_the_address_has_its_point() {
        let metres = Metres::new(1_609.344).expect("finite");
        assert_eq!(distance(Lang::En, metres, true), "1.0 mi");
        assert_eq!(distance(Lang::Es, metres, false), "aprox. 1.0 mi");
        assert_eq!((length(Lang::En, 1.0), length(Lang::Es, 2.5)), ("1 mile".into(), "2.5 millas".into()));
    }
}
