//! Jobs end as what they did, once, and leave nothing behind.

use super::*;
use crate::import::private_folder;
use std::time::Duration;
use tempfile::TempDir;

/// A program that does what a script says, and a list that is uploaded for it.
fn scripted(script: &str) -> (TempDir, AdminOptions, Uploaded) {
    let home = private_folder("finder-test-").expect("a folder");
    let program = home.path().join("program");
    // Written by another process: a file that this one has open cannot be run.
    let write = Command::new("sh")
        .args(["-c", "printf '#!/bin/sh\\n%s\\n' \"$1\" > \"$0\" && chmod +x \"$0\""])
        .arg(&program)
        .arg(script)
        .status();
    assert!(write.expect("a shell").success());
    let options = AdminOptions {
        index: home.path().join("index"),
        program,
        common: Vec::new(),
        token: None,
        address: [127, 0, 0, 1].into(),
        upload_limit: 1 << 20,
    };
    let folder = UploadFolder::new().expect("a folder");
    let files = vec![folder.path().join("list.csv")];
    std::fs::write(&files[0], "people").expect("a file");
    (home, options, Uploaded { folder, files, map: None, list: None })
}

async fn settled(job: &Job, when: impl FnMut(&Told) -> bool) -> Told {
    let mut follow = job.follow();
    let told = tokio::time::timeout(Duration::from_mins(2), follow.wait_for(when)).await;
    told.expect("in time").expect("a job").clone()
}

#[tokio::test]
async fn a_publication_that_finds_the_lock_held_can_be_tried_again() {
    for (code, phase) in [(75, Phase::Checked), (74, Phase::Checked), (70, Phase::Failed)] {
        let script = format!(
            "case \"$*\" in *--dry-run*) echo {{}};; *--allow-older*) exit 0;; *) echo held >&2; exit {code};; esac"
        );
        let (_home, options, uploaded) = scripted(&script);
        let folder = uploaded.folder.path().to_owned();
        let job = Job::new(1, uploaded);
        job.begin(&options);
        assert_eq!(settled(&job, |told| !told.phase.runs()).await.phase, Phase::Checked);
        assert!(job.publish(&options, &[]));
        let told = settled(&job, |told| !told.phase.runs()).await;
        assert_eq!((told.phase, told.lines), (phase, vec!["held".to_owned()]));
        assert_eq!(told.held_up, phase == Phase::Checked);
        job.clear();
        assert_eq!(folder.exists(), phase == Phase::Checked, "{code}");
        assert_eq!(job.publish(&options, &["--allow-older"]), phase == Phase::Checked);
        let told = settled(&job, |told| !told.phase.runs()).await;
        assert_eq!(told.phase == Phase::Published, phase == Phase::Checked);
        job.clear();
        assert!(!folder.exists(), "of no more use");
    }
}

#[tokio::test]
async fn whoever_cancels_twice_interrupts_once_and_the_upload_goes() {
    // It waits for the first interruption, two minutes at most, and a second longer for others.
    let script = "n=0; trap 'n=$((n+1))' INT; echo begun >&2; i=0; j=0\n\
                  while [ $i -lt 20 ] && [ $j -lt 2400 ]; do\n\
                  sleep 0.05; j=$((j+1)); [ $n -eq 0 ] || i=$((i+1)); done; echo \"times $n\" >&2";
    let (_home, options, uploaded) = scripted(script);
    let folder = uploaded.folder.path().to_owned();
    let job = Job::new(1, uploaded);
    job.begin(&options);
    settled(&job, |told| !told.lines.is_empty()).await;
    for _ in 0..3 {
        job.cancel();
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let told = settled(&job, |told| !told.phase.runs()).await;
    assert_eq!((told.phase, told.lines.last().map(String::as_str)), (Phase::Cancelled, Some("times 1")));
    job.clear();
    assert!(!folder.exists());
}

#[test]
fn a_list_that_is_given_up_is_removed() {
    let (_home, _options, uploaded) = scripted("exit 0");
    let folder = uploaded.folder.path().to_owned();
    let job = Job::new(1, uploaded);
    job.told.send_modify(|told| told.phase = Phase::Refused);
    job.clear();
    assert!(folder.exists(), "a gate may still be opened");
    job.cancel();
    job.clear();
    assert!(!folder.exists());
}

#[test]
fn nothing_was_published_is_said_only_where_that_is_so() {
    let (_home, _options, uploaded) = scripted("exit 0");
    let mut told = Job::new(1, uploaded).told();
    for phase in [Phase::Refused, Phase::Failed, Phase::Cancelled] {
        told.phase = phase;
        for moved in [false, true] {
            told.moved = moved;
            assert_eq!(told.words().contains("nothing was published"), !moved, "{phase:?}");
        }
    }
}
