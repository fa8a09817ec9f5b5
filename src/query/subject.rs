//! Whom a question is about: the rules of `CONTRACT.md`, "What decides the set", as clauses.
//!
//! In: request and intent. Out: a [`Subject`]: hard clauses, the specialties they stand for with the reason of each, and
//! what only ranks. Invariants: ranking words never let anybody in; hidden and safety specialties are in a set only
//! when they are asked for by name; a question of which nothing was understood has no subject.

use super::intent::{FilterSet, Intent};
use super::request::SearchRequest;
use super::widen;
use crate::domain::{ConditionId, Fact, ProviderId, Reach, SpecialtyId, TechniqueId};
use crate::index::Concept;
use crate::vocabulary::{Condition, Tier, Vocabulary};

/// The two specialties that the words osteopath, osteopathic and DO mean together.
///
/// # Source
/// `CONTRACT.md`, "What decides the set".
const OSTEOPATH: &str = "osteopath";
const DO_PHYSICIAN: &str = "do_physician";

/// A specialty of the set, and why it is in it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Member {
    /// Which.
    pub specialty: SpecialtyId,
    /// Why.
    pub reason: Reason,
    /// Whether it only comes with the one that the words mean first.
    pub companion: bool,
}

/// Why a specialty is in the set.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reason {
    /// Words name it.
    Said {
        /// The words as typed.
        matched: String,
        /// How many edits away.
        typo: u8,
    },
    /// A parameter names it.
    Given,
    /// It treats the condition.
    Condition(ConditionId),
    /// It performs the technique.
    Technique(TechniqueId),
    /// Nothing else was asked for.
    Core,
}

impl Reason {
    /// Whether the set is of specialties that the question is about itself, not of those that follow from it.
    pub(super) fn is_asked(&self) -> bool {
        match self {
            Self::Said { .. } | Self::Given | Self::Core => true,
            Self::Condition(_) | Self::Technique(_) => false,
        }
    }
}

/// How words of names are looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wording {
    /// There are none, or they are left out.
    None,
    /// As typed.
    Exact,
    /// With edits.
    Edited,
}

/// Whom a question is about.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Subject {
    /// Who is asked for: each must hold, at least one concept of each.
    pub clauses: Vec<Vec<Concept>>,
    /// What narrows them down: each must hold too.
    pub filters: Vec<Vec<Concept>>,
    /// None may hold.
    pub none_of: Vec<Concept>,
    /// This provider only.
    pub id: Option<ProviderId>,
    /// The specialties that the clauses stand for.
    pub members: Vec<Member>,
    /// Conditions that rank.
    pub conditions: Vec<ConditionId>,
    /// Techniques in words, which rank first.
    pub techniques: Vec<TechniqueId>,
    /// Certificates and facts in words, the latter as yes, which rank first.
    pub sure: Vec<Concept>,
}

/// What there is to search for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grasp {
    /// Concepts, filters or parameters: whatever words are left over may be left out.
    Concepts,
    /// Nothing but words of names.
    Words,
    /// A place and nothing else: all core specialties.
    Place,
    /// One provider by its NPI.
    Npi,
    /// A profession that is not listed, and nothing else.
    OutOfScope,
    /// That a place is meant, not which, and nothing else.
    Nowhere,
    /// Nothing.
    Nothing,
}

/// What there is to search for; `placed` says whether a place or state is known.
pub(super) fn grasp(request: &SearchRequest, intent: &Intent, placed: bool) -> Grasp {
    let given = !(request.specialties.is_empty()
        && request.conditions.is_empty()
        && request.techniques.is_empty()
        && request.name.is_none());
    let said =
        !(intent.specialties.is_empty() && intent.conditions.is_empty() && intent.techniques.is_empty())
            || says_filters(&intent.filters);
    let somewhere = intent.near_me || intent.nearest || intent.radius.is_some();
    // Words that say nothing are as good as no words; signs that are no words at all are not.
    let empty = request.q.trim().is_empty() || !intent.ignored.is_empty();
    let names_place =
        intent.place.is_some() || intent.unknown_place.is_some() || intent.filters.state.is_some();
    let filtered = request.filters != FilterSet::default();
    if intent.npi.is_some() {
        Grasp::Npi
    } else if said || given {
        Grasp::Concepts
    } else if !intent.out_of_scope.is_empty() {
        Grasp::OutOfScope
    } else if !intent.words.is_empty() {
        Grasp::Words
    } else if placed && (empty || names_place || somewhere) {
        Grasp::Place
    } else if somewhere {
        Grasp::Nowhere
    } else if request.q.trim().is_empty() && filtered {
        Grasp::Place
    } else {
        Grasp::Nothing
    }
}

/// How far somebody may be who bears words left over, so that they are names. Beside something that says who is meant,
/// a namesake on the other side of the country is no reason to take "gentle" for a name, so the widest circle is the
/// limit; what only narrows says nothing of the words.
pub(super) fn names_reach(request: &SearchRequest, intent: &Intent) -> Reach {
    let says_who = !(request.specialties.is_empty()
        && request.conditions.is_empty()
        && intent.specialties.is_empty()
        && intent.conditions.is_empty()
        && intent.techniques.is_empty());
    if says_who { widen::widest_circle() } else { Reach::Any }
}

/// Whether words filter by anything but a state, which says where and not whom.
fn says_filters(filters: &FilterSet) -> bool {
    FilterSet { state: None, ..filters.clone() } != FilterSet::default()
}

/// The subject of a question of which something was grasped. `wording` says whether words of names are looked for.
pub(super) fn subject(
    request: &SearchRequest,
    intent: &Intent,
    wording: Wording,
    vocabulary: &Vocabulary,
) -> Subject {
    let mut subject = Subject::default();
    match intent.npi {
        Some(npi) => {
            subject.id = Some(ProviderId::Npi(npi));
            subject.given_specialties(request);
        }
        None => subject.of_words_and_parameters(request, intent, wording, vocabulary),
    }
    if !request.techniques.is_empty() {
        subject.filters.push(request.techniques.iter().map(|id| Concept::Technique(*id)).collect());
    }
    subject.filter(&request.filters);
    subject
}

impl Subject {
    fn of_words_and_parameters(
        &mut self,
        request: &SearchRequest,
        intent: &Intent,
        wording: Wording,
        vocabulary: &Vocabulary,
    ) {
        self.conditions = intent.conditions.iter().map(|reading| reading.concept).collect();
        push_new(&mut self.conditions, &request.conditions);
        push_new(
            &mut self.techniques,
            &intent.techniques.iter().map(|reading| reading.concept).collect::<Vec<_>>(),
        );
        self.said_specialties(intent, vocabulary);
        self.given_specialties(request);
        if self.members.is_empty() && !self.techniques.is_empty() {
            self.performers(intent, vocabulary);
        } else if self.members.is_empty() && !self.conditions.is_empty() {
            let said: Vec<ConditionId> = intent.conditions.iter().map(|reading| reading.concept).collect();
            self.treating(&said, intent, vocabulary);
            self.treating(&request.conditions, intent, vocabulary);
        } else if self.members.is_empty()
            && request.techniques.is_empty()
            && intent.filters.credentials.is_empty()
            && wording == Wording::None
        {
            self.core(intent, vocabulary);
        }
        self.sure.extend(intent.certificates.iter().cloned().map(Concept::Credential));
        self.said_filters(&intent.filters);
    }

    /// Specialties that words name: one clause, without siblings.
    fn said_specialties(&mut self, intent: &Intent, vocabulary: &Vocabulary) {
        let osteopath = vocabulary.specialty_id(OSTEOPATH);
        let do_physician = vocabulary.specialty_id(DO_PHYSICIAN);
        for reading in &intent.specialties {
            let named = Some(reading.concept);
            let meant = if named == osteopath || named == do_physician {
                [osteopath, do_physician]
            } else {
                [named, None]
            };
            for specialty in meant.into_iter().flatten() {
                let reason = Reason::Said { matched: reading.matched.clone(), typo: reading.typo };
                let companion = Some(specialty) == do_physician;
                self.join(Member { specialty, reason, companion });
            }
        }
        self.clause_of_members();
    }

    /// Specialties that a parameter names: one clause.
    fn given_specialties(&mut self, request: &SearchRequest) {
        if request.specialties.is_empty() {
            return;
        }
        self.clauses.push(request.specialties.iter().map(|id| Concept::Specialty(*id)).collect());
        for specialty in &request.specialties {
            self.join(Member { specialty: *specialty, reason: Reason::Given, companion: false });
        }
    }

    /// Who performs the techniques that words name; a technique that nobody is known to perform means who lists it.
    fn performers(&mut self, intent: &Intent, vocabulary: &Vocabulary) {
        let mut clause = Vec::new();
        for technique in self.techniques.clone() {
            let mut performed_by = vocabulary.technique(technique).performed_by.clone();
            performed_by.retain(|id| visible(*id, vocabulary));
            if performed_by.is_empty() {
                clause.push(Concept::Technique(technique));
            }
            for specialty in performed_by {
                self.infer(specialty, Reason::Technique(technique), intent, &mut clause);
            }
        }
        self.clauses.push(clause);
    }

    /// Who treats at least one of the conditions, and whoever lists one: one clause.
    fn treating(&mut self, conditions: &[ConditionId], intent: &Intent, vocabulary: &Vocabulary) {
        if conditions.is_empty() {
            return;
        }
        let mut clause = Vec::new();
        for condition in conditions {
            clause.push(Concept::Condition(*condition));
            let treating = vocabulary.condition(*condition).specialties.iter();
            for (specialty, _) in treating.filter(|(_, weight)| *weight >= Condition::USUAL) {
                if visible(*specialty, vocabulary) {
                    self.infer(*specialty, Reason::Condition(*condition), intent, &mut clause);
                }
            }
        }
        self.clauses.push(clause);
    }

    /// What an empty question shows.
    fn core(&mut self, intent: &Intent, vocabulary: &Vocabulary) {
        let mut clause = Vec::new();
        for specialty in vocabulary.specialties().iter().filter(|specialty| specialty.tier == Tier::Core) {
            self.infer(specialty.row, Reason::Core, intent, &mut clause);
        }
        self.clauses.push(clause);
    }

    /// Lets in a specialty that follows from something else than its name. One that is excluded is told nowhere and
    /// stays in the clause: an exclusion takes away from what would be found without it, and adds nobody.
    fn infer(&mut self, specialty: SpecialtyId, reason: Reason, intent: &Intent, clause: &mut Vec<Concept>) {
        push_new(clause, &[Concept::Specialty(specialty)]);
        if !intent.filters.exclude.contains(&specialty) {
            self.join(Member { specialty, reason, companion: false });
        }
    }

    fn join(&mut self, member: Member) {
        if self.members.iter().all(|other| other.specialty != member.specialty) {
            self.members.push(member);
        }
    }

    fn clause_of_members(&mut self) {
        if !self.members.is_empty() {
            self.clauses
                .push(self.members.iter().map(|member| Concept::Specialty(member.specialty)).collect());
        }
    }

    /// Filters in words: what is wished for may be unknown, and stands behind those who are sure.
    fn said_filters(&mut self, filters: &FilterSet) {
        let wishes = said_facts(filters);
        for (facts, concept) in [
            (&wishes.accepting_new, Concept::AcceptingNew as fn(Fact) -> Concept),
            (&wishes.telehealth, Concept::Telehealth),
            (&wishes.wheelchair, Concept::Wheelchair),
        ] {
            if facts.contains(&Fact::Yes) && facts.len() > 1 {
                self.sure.push(concept(Fact::Yes));
            }
        }
        self.filter(&wishes);
        self.none_of.extend(filters.exclude.iter().map(|id| Concept::Specialty(*id)));
    }

    /// One clause a filter. States and exclusions are not among them: the place decides the one, words the other.
    fn filter(&mut self, filters: &FilterSet) {
        let clauses: [Vec<Concept>; 7] = [
            filters.gender.iter().map(|gender| Concept::Gender(*gender)).collect(),
            filters.languages.iter().map(|language| Concept::Language(*language)).collect(),
            filters.accepting_new.iter().map(|fact| Concept::AcceptingNew(*fact)).collect(),
            filters.telehealth.iter().map(|fact| Concept::Telehealth(*fact)).collect(),
            filters.wheelchair.iter().map(|fact| Concept::Wheelchair(*fact)).collect(),
            filters.kind.iter().map(|kind| Concept::Kind(*kind)).collect(),
            filters.credentials.iter().map(|credential| Concept::Credential(credential.clone())).collect(),
        ];
        self.filters.extend(clauses.into_iter().filter(|clause| !clause.is_empty()));
    }
}

/// Filters in words, where a fact that is wished for may be unknown but never no.
pub(super) fn said_facts(filters: &FilterSet) -> FilterSet {
    let wish = |facts: &[Fact]| {
        if facts.contains(&Fact::Yes) { vec![Fact::Yes, Fact::Unknown] } else { facts.to_vec() }
    };
    FilterSet {
        accepting_new: wish(&filters.accepting_new),
        telehealth: wish(&filters.telehealth),
        wheelchair: wish(&filters.wheelchair),
        ..filters.clone()
    }
}

/// Whether a specialty may be in a set that follows from something else than its name.
fn visible(specialty: SpecialtyId, vocabulary: &Vocabulary) -> bool {
    match vocabulary.specialty(specialty).tier {
        Tier::Core | Tier::Adjacent | Tier::Related => true,
        Tier::Safety | Tier::Hidden => false,
    }
}

fn push_new<T: Clone + PartialEq>(list: &mut Vec<T>, more: &[T]) {
    for item in more {
        if !list.contains(item) {
            list.push(item.clone());
        }
    }
}
