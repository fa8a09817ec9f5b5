//! How common the commonest names of the country are, in percent of all people.
//!
//! # Source
//! US Census Bureau, 1990 Census Name Files (public domain): the 64 commonest family names, and the 40 commonest given
//! names of each gender, whose shares are halved so that they are of all people.

/// The share of people with a family name; where it is none of the commonest, about what names have of which there are so
/// many.
pub(super) fn family(name: &str) -> f64 {
    share(&FAMILY, name).unwrap_or(0.000_3)
}

/// The share of people with a given name.
pub(super) fn given(name: &str) -> f64 {
    share(&GIVEN, name).unwrap_or(0.001)
}

fn share(table: &[(&str, f64)], name: &str) -> Option<f64> {
    let place = table.binary_search_by_key(&name, |(known, _)| known).ok()?;
    table.get(place).map(|(_, percent)| percent / 100.0)
}

/// By alphabet, in percent.
const FAMILY: [(&str, f64); 64] = [
    ("adams", 0.174),
    ("allen", 0.199),
    ("anderson", 0.311),
    ("bailey", 0.115),
    ("baker", 0.171),
    ("bell", 0.117),
    ("brown", 0.621),
    ("campbell", 0.149),
    ("carter", 0.162),
    ("clark", 0.231),
    ("collins", 0.134),
    ("cook", 0.12),
    ("cooper", 0.113),
    ("cox", 0.11),
    ("davis", 0.48),
    ("edwards", 0.137),
    ("evans", 0.141),
    ("garcia", 0.254),
    ("gonzalez", 0.166),
    ("green", 0.183),
    ("hall", 0.2),
    ("harris", 0.275),
    ("hernandez", 0.192),
    ("hill", 0.187),
    ("jackson", 0.31),
    ("johnson", 0.81),
    ("jones", 0.621),
    ("king", 0.19),
    ("lee", 0.22),
    ("lewis", 0.226),
    ("lopez", 0.187),
    ("martin", 0.273),
    ("martinez", 0.234),
    ("miller", 0.424),
    ("mitchell", 0.16),
    ("moore", 0.312),
    ("morgan", 0.118),
    ("morris", 0.125),
    ("murphy", 0.117),
    ("nelson", 0.162),
    ("parker", 0.146),
    ("perez", 0.155),
    ("phillips", 0.149),
    ("reed", 0.122),
    ("richardson", 0.112),
    ("rivera", 0.113),
    ("roberts", 0.153),
    ("robinson", 0.233),
    ("rodriguez", 0.229),
    ("rogers", 0.123),
    ("sanchez", 0.13),
    ("scott", 0.185),
    ("smith", 1.006),
    ("stewart", 0.133),
    ("taylor", 0.311),
    ("thomas", 0.311),
    ("thompson", 0.269),
    ("turner", 0.152),
    ("walker", 0.219),
    ("white", 0.279),
    ("williams", 0.699),
    ("wilson", 0.339),
    ("wright", 0.189),
    ("young", 0.193),
];

/// By alphabet, in percent.
const GIVEN: [(&str, f64); 80] = [
    ("amanda", 0.202),
    ("amy", 0.226),
    ("andrew", 0.269),
    ("angela", 0.234),
    ("anna", 0.22),
    ("anthony", 0.36),
    ("barbara", 0.49),
    ("betty", 0.333),
    ("brenda", 0.228),
    ("brian", 0.368),
    ("carol", 0.282),
    ("charles", 0.761),
    ("christopher", 0.517),
    ("cynthia", 0.234),
    ("daniel", 0.487),
    ("david", 1.181),
    ("deborah", 0.247),
    ("debra", 0.204),
    ("dennis", 0.207),
    ("donald", 0.466),
    ("donna", 0.291),
    ("dorothy", 0.363),
    ("edward", 0.39),
    ("elizabeth", 0.469),
    ("eric", 0.272),
    ("frank", 0.29),
    ("gary", 0.325),
    ("george", 0.464),
    ("gregory", 0.221),
    ("helen", 0.332),
    ("james", 1.659),
    ("jason", 0.33),
    ("jeffrey", 0.295),
    ("jennifer", 0.466),
    ("jerry", 0.216),
    ("jessica", 0.245),
    ("john", 1.635),
    ("jose", 0.306),
    ("joseph", 0.702),
    ("joshua", 0.217),
    ("karen", 0.334),
    ("kathleen", 0.212),
    ("kenneth", 0.413),
    ("kevin", 0.336),
    ("kimberly", 0.252),
    ("larry", 0.299),
    ("laura", 0.255),
    ("linda", 0.517),
    ("lisa", 0.352),
    ("margaret", 0.384),
    ("maria", 0.414),
    ("mark", 0.469),
    ("martha", 0.206),
    ("mary", 1.315),
    ("matthew", 0.329),
    ("melissa", 0.231),
    ("michael", 1.315),
    ("michelle", 0.26),
    ("nancy", 0.335),
    ("pamela", 0.208),
    ("patricia", 0.536),
    ("paul", 0.474),
    ("raymond", 0.244),
    ("rebecca", 0.215),
    ("richard", 0.852),
    ("robert", 1.571),
    ("ronald", 0.362),
    ("ruth", 0.281),
    ("sandra", 0.315),
    ("sarah", 0.254),
    ("scott", 0.273),
    ("sharon", 0.261),
    ("shirley", 0.241),
    ("stephen", 0.27),
    ("steven", 0.39),
    ("susan", 0.397),
    ("thomas", 0.69),
    ("timothy", 0.32),
    ("virginia", 0.215),
    ("william", 1.226),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_in_order_and_known_names_are_common() {
        assert!(FAMILY.is_sorted_by(|a, b| a.0 < b.0) && GIVEN.is_sorted_by(|a, b| a.0 < b.0));
        for table in [&FAMILY[..], &GIVEN[..]] {
            assert!(table.iter().all(|(_, percent)| (0.1..4.0).contains(percent)));
        }
        assert!(family("smith") > 0.01 && family("kowalski") < 0.001);
        assert!(given("john") > 0.01 && given("ezekiel") < 0.002);
    }
}
