//! From spooled rows to a published generation: merged with what the list had, judged, built, told of.
//!
//! In: [`Read`], what reading left behind. Out: an [`ImportOutcome`]. Invariants: what refuses a list does so before a
//! generation is built; a dry run takes the same steps, and looks where the other one builds.

use super::assembly::{self, Assembler, Assembly, Fresh};
use super::canary::publish_checked;
use super::corrections::CorrectionSet;
use super::federal::{Circumstances, Plan};
use super::lists::{MergedList, Target, merge_list, timestamp};
use super::live::{LiveLists, kept_path};
use super::preview::PreviewBuilder;
use super::quality_report::{QualityCounts, QualityReport};
use super::reading::ReadRows;
use super::tally::Tally;
use super::work_place::WorkPlace;
use super::{
    ImportError, ImportOutcome, ImportRequest, Observer, Preview, Stage, Warning, combining, duplicates,
    gates, movers,
};
use crate::domain::RecordDate;
use crate::index::{Building, IndexError, ListSource, SourceFile, Store, Writer};
use crate::ingest::{self, Summary};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What reading left behind.
pub(super) struct Read {
    pub(super) summary: Summary,
    pub(super) tally: Tally,
    pub(super) rows: ReadRows,
    pub(super) today: RecordDate,
    /// Where a dry run tells every change.
    pub(super) changes: Option<PathBuf>,
}

/// From spooled rows to a published generation, or to an outcome that says why not.
pub(super) fn finish(
    store: &Store,
    request: &ImportRequest,
    (vocabulary, places): (&Arc<Vocabulary>, &Places),
    observer: &mut dyn Observer,
    place: WorkPlace,
    read: Read,
) -> Result<ImportOutcome, ImportError> {
    let Read { summary, mut tally, rows, today, changes } = read;
    observer.stage(Stage::Merging);
    let live = LiveLists::read_for(store, &summary, vocabulary)?;
    let circumstances =
        Circumstances { live: live.source(summary.list.as_str()), today, allow_older: request.allow_older };
    let plan = match Plan::new(tally.files(), summary.whole, circumstances) {
        Ok(plan) => plan,
        Err(refusal) => return tally.refused(Some(summary), refusal),
    };
    let list = ReadList { store, request, vocabulary, places, today, live, summary, plan };
    let (merged, preview) = list.merge(rows, changes.as_deref(), &place, &mut tally)?;
    if let Some(refusal) = gates::list(request, &list.summary, &merged) {
        let refused = tally.refused(Some(list.summary), refusal)?;
        return Ok(ImportOutcome { changes: merged.changes, preview, ..refused });
    }
    request.check_cancelled()?;
    place.make_room()?;
    let corrections = list.live.correction_set((vocabulary, places), today)?;
    let corrections = corrections.as_ref();
    let suspected = list.suspected(&merged, corrections, place.directory(), &mut tally)?;
    let mut outcome = ImportOutcome { preview, ..tally.outcome()? };
    list.tell(&merged, suspected, &mut outcome);
    let quality = match place {
        WorkPlace::Index { writer, building } => {
            list.publish(merged, corrections, (&writer, building), observer, &mut outcome)?
        }
        WorkPlace::Dry(directory) => list.look(merged, corrections, directory.path(), &mut outcome)?,
    };
    list.tell_quality(&quality, &mut outcome);
    outcome.summary = Some(list.summary);
    Ok(outcome)
}

/// A list whose rows were read, and what it comes to.
struct ReadList<'r> {
    store: &'r Store,
    request: &'r ImportRequest,
    vocabulary: &'r Arc<Vocabulary>,
    places: &'r Places,
    today: RecordDate,
    live: LiveLists,
    summary: Summary,
    /// How the files of a federal list follow each other.
    plan: Option<Plan>,
}

impl ReadList<'_> {
    fn name(&self) -> &str {
        self.summary.list.as_str()
    }

    /// Brings rows and what the list had together; begins the generation meanwhile, where nothing can refuse the list
    /// any more.
    fn merge(
        &self,
        mut rows: ReadRows,
        changes: Option<&Path>,
        place: &WorkPlace,
        tally: &mut Tally,
    ) -> Result<(MergedList, Option<Preview>), ImportError> {
        let Self { store, request, vocabulary, places, summary, .. } = self;
        let before = self.live.before(store, self.name(), vocabulary)?;
        let had = self.live.source(self.name()).map_or(0, |source| source.providers);
        let mut begun = None;
        let certain = self.certain_ids(&mut rows)?;
        if !gates::may_refuse(request, summary, tally, (certain, had)) {
            place.make_room()?;
            // Who else a list of changes has is read by one thread, what other lists say has to be joined, and looking
            // for duplicates among people without NPIs takes a kilobyte of memory for each of them alone.
            let few_unnumbered = rows.spool.unnumbered() * 2 < tally.kept;
            let alone = summary.whole && self.live.is_replaced_by(self.name());
            if alone && few_unnumbered && !request.dry_run {
                begun = Some(Assembler::begin(place.directory(), vocabulary, self.today)?);
            }
        }
        let target = Target { directory: place.directory(), imported: &timestamp(request.now) };
        let told = |source| {
            let path = changes.map(Path::to_owned).unwrap_or_default();
            ImportError::Report { path, source }
        };
        let preview = if request.dry_run {
            Some(PreviewBuilder::new(changes.map(Path::to_owned), vocabulary, places).map_err(told)?)
        } else {
            None
        };
        let (merged, preview) = merge_list(
            rows,
            before,
            summary,
            self.plan.as_ref(),
            target,
            vocabulary,
            (&mut *tally, preview, begun),
        )?;
        let preview = preview.map(|preview| preview.finish(&tally.reasons())).transpose().map_err(told)?;
        Ok((merged, preview))
    }

    /// How many a whole list has for certain: those with a whole row, whoever side files name, but for those whom later
    /// weeks took away.
    fn certain_ids(&self, rows: &mut ReadRows) -> Result<u64, IndexError> {
        let since = self.plan.as_ref().filter(|plan| plan.whole && !plan.forgets);
        let gone = |plan: &Plan| self.live.gone_since(self.store, self.name(), plan.full_to, self.vocabulary);
        Ok(rows.spool.whole_ids().saturating_sub(since.map_or(Ok(0), gone)?))
    }

    /// Looks for people who are perhaps there twice, and puts them in the report.
    fn suspected(
        &self,
        merged: &MergedList,
        corrections: Option<&CorrectionSet>,
        directory: &Path,
        tally: &mut Tally,
    ) -> Result<Option<Warning>, ImportError> {
        let beside = duplicates::Beside {
            own: kept_path(directory, self.name()),
            others: self.live.kept_paths(self.store, &Assembly::stay_beside(self.name())),
            hidden: corrections.map(|set| set.corrections.hidden()).unwrap_or_default(),
        };
        duplicates::tell(&merged.unnumbered, &beside, self.vocabulary, self.request, tally)
    }

    /// What is told whether the list is published or looked at.
    fn tell(&self, merged: &MergedList, suspected: Option<Warning>, outcome: &mut ImportOutcome) {
        if let Some(plan) = &self.plan {
            outcome.coverage = Some(plan.coverage.clone());
            outcome.warnings.clone_from(&plan.warnings);
        }
        outcome.warnings.extend(suspected);
        outcome.warnings.extend(self.live.warnings(self.name()));
        outcome.changes = merged.changes;
        outcome.specialties.clone_from(&merged.specialties);
    }

    /// Builds the generation and publishes it; how good its lists are.
    fn publish(
        &self,
        merged: MergedList,
        corrections: Option<&CorrectionSet>,
        (writer, building): (&Writer, Building),
        observer: &mut dyn Observer,
        outcome: &mut ImportOutcome,
    ) -> Result<QualityCounts, ImportError> {
        let Self { store, request, vocabulary, live, .. } = self;
        let directory = building.directory();
        observer.stage(Stage::Building);
        let shown = movers::Shown { store, live, corrections };
        movers::keep(merged.movers, &shown, (directory, self.name()), vocabulary, request)?;
        let fresh = Fresh { list: self.source(outcome.accepted, merged.providers), begun: merged.begun };
        let stays = Assembly::stay_beside(self.name());
        let assembly = Assembly { fresh: Some(fresh), stays: &stays, corrections };
        let built = assembly::build(store, live, assembly, directory, vocabulary, self.today)?;
        outcome.corrections = corrections.map(|set| set.report(&built.standings));
        request.check_cancelled()?;
        observer.stage(Stage::Publishing);
        let mut quality = merged.moved;
        quality.join(&built.quality);
        outcome.generation = Some(publish_checked(writer, building, built, vocabulary)?);
        outcome.warnings.extend(writer.unsynced().map(Warning::unsynced));
        Ok(quality)
    }

    /// Looks at what would be built; how good its lists would be.
    fn look(
        &self,
        merged: MergedList,
        corrections: Option<&CorrectionSet>,
        directory: &Path,
        outcome: &mut ImportOutcome,
    ) -> Result<QualityCounts, ImportError> {
        let mut paths = self.live.kept_paths(self.store, &Assembly::stay_beside(self.name()));
        paths.push(kept_path(directory, self.name()));
        let given = corrections.map(|set| &set.corrections);
        let looked = combining::look(&paths, self.vocabulary, (given, self.today))?;
        outcome.corrections = corrections.map(|set| set.report(&looked.standings));
        let mut quality = merged.moved;
        quality.join(&looked.quality);
        Ok(quality)
    }

    /// What a manifest says of the list.
    fn source(&self, rows: u64, providers: u64) -> ListSource {
        let source =
            |file: &ingest::FileSummary| SourceFile { name: file.name.clone(), hash: file.hash.clone() };
        ListSource {
            list: self.name().to_owned(),
            providers,
            rows: Some(rows),
            imported: timestamp(self.request.now),
            sources: self.summary.files.iter().map(source).collect(),
            coverage: self.plan.as_ref().map(|plan| plan.coverage.clone()),
        }
    }

    /// Writes how good the lists are beside the report of rows. The lists are published by now, so that a file that
    /// cannot be written is worth a warning and no more.
    fn tell_quality(&self, counts: &QualityCounts, outcome: &mut ImportOutcome) {
        let Some(rows) = &outcome.report else { return };
        let stays = Assembly::stay_beside(self.name());
        let others = self.live.lists().iter().filter(|list| stays(list)).map(|list| list.list.clone());
        let quality = QualityReport {
            counts,
            generation: outcome.generation,
            list: self.name().to_owned(),
            lists: others.chain([self.name().to_owned()]).collect(),
            files: self.summary.files.iter().map(|file| file.name.clone()).collect(),
            made: timestamp(self.request.now),
            as_of: self.today,
        };
        match quality.write(rows, self.vocabulary) {
            Ok(files) => outcome.quality = files,
            Err((path, error)) => {
                let message = format!("cannot write the quality report {}: {error}", path.display());
                let code = "quality_report_missing";
                outcome.warnings.push(Warning { code, count: 1, message, samples: Vec::new() });
            }
        }
    }
}
