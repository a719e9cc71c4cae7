//! Again, after a kill, two at once, and without writing.

use std::sync::{Arc, Mutex};

use domain::permit::Permission;
use store::{
    Error,
    imports::{self, Batch},
    testing::each_database,
};

use super::{everything, import, log, one, somebody, source, tally, write};

#[tokio::test]
async fn a_second_run_makes_nothing_twice() {
    each_database(|store| async move {
        import(&store).await;
        let before: Vec<String> = everything(&store).await;
        let again = import(&store).await;
        assert_eq!((again.new, again.known, again.entries), (0, 4, 0));
        let after = everything(&store).await;
        // All that is new is the row of the second import, at the end.
        assert_eq!(after[..after.len() - 1], before);
    })
    .await;
}

#[tokio::test]
async fn an_import_that_was_killed_goes_on_and_leaves_the_same_rows_as_one_that_was_not() {
    async fn left_behind(kill_behind: usize) -> Vec<Vec<String>> {
        let left = Arc::new(Mutex::new(Vec::new()));
        each_database(|store| {
            let left = Arc::clone(&left);
            async move {
                let log = log();
                let mut run = imports::begin(&store, None, &source()).await.unwrap();
                write(&store, &mut run, &log, 2, kill_behind).await;
                let id = run.id();
                drop(run);
                let mut run = imports::begin(&store, None, &source()).await.unwrap();
                assert_eq!((run.id(), run.position()), (id, kill_behind as u64));
                write(&store, &mut run, &log, 2, log.len()).await;
                run.finish(&store, &tally(&log)).await.unwrap();
                let everything = everything(&store).await;
                left.lock().unwrap().push(everything);
            }
        })
        .await;
        Arc::into_inner(left).unwrap().into_inner().unwrap()
    }
    let uninterrupted = left_behind(0).await;
    assert!(uninterrupted[0].len() > 40);
    for kill_behind in [2, 4] {
        assert_eq!(left_behind(kill_behind).await, uninterrupted, "{kill_behind}");
    }
}

#[tokio::test]
async fn of_a_batch_that_was_begun_only_the_rest_is_written() {
    each_database(|store| async move {
        let log = log();
        let mut run = imports::begin(&store, None, &source()).await.unwrap();
        write(&store, &mut run, &log, 1, 1).await;
        let mut run = imports::begin(&store, None, &source()).await.unwrap();
        write(&store, &mut run, &log, 2, 4).await;
        assert_eq!((run.summary().new, run.summary().known), (4, 0));
        assert_eq!(one(&store, "SELECT CAST(count(*) AS TEXT) AS said FROM events").await, "16");
    })
    .await;
}

#[tokio::test]
async fn of_two_at_the_same_import_one_is_refused_and_writes_nothing() {
    each_database(|store| async move {
        let log = log();
        let mut first = imports::begin(&store, None, &source()).await.unwrap();
        let mut second = imports::begin(&store, None, &source()).await.unwrap();
        assert_eq!(first.id(), second.id());
        write(&store, &mut first, &log, 2, 2).await;
        let before = everything(&store).await;
        let batch = Batch { histories: &log[2..], refused: &[(7, "no".into())], position: 4, tally: &tally(&log) };
        assert!(matches!(second.write(&store, &batch).await, Err(Error::Conflict { .. })));
        assert_eq!(everything(&store).await, before);
        assert_eq!(one(&store, "SELECT 'none' AS said WHERE NOT EXISTS (SELECT 1 FROM import_rejections)").await, "none");
    })
    .await;
}

#[tokio::test]
async fn rejected_rows_are_listed_with_line_and_reason_and_only_once() {
    each_database(|store| async move {
        let log = log();
        let clerk = somebody(&[Permission::Import]);
        let refused = [(4, "number is missing".to_owned()), (9, "35 values instead of 36".to_owned())];
        for end in [1, 4] {
            // The second time, the rows of the first batch come once more, as they do when a log is read again.
            let mut run = imports::begin(&store, None, &source()).await.unwrap();
            let batch = Batch { histories: &log[..end], refused: &refused, position: end as u64, tally: &tally(&log) };
            run.write(&store, &batch).await.unwrap();
            let listed = imports::rejections(&store, &clerk, run.id()).await.unwrap();
            assert_eq!(listed, refused);
        }
    })
    .await;
}

#[tokio::test]
async fn a_dry_run_sees_what_is_there_and_writes_nothing() {
    each_database(|store| async move {
        assert_eq!(imports::known(&store, &log()).await.unwrap(), 0);
        assert!(everything(&store).await.is_empty());
        import(&store).await;
        let before = everything(&store).await;
        let mut more = log();
        more[0].number = "INC9".into();
        assert_eq!(imports::known(&store, &more).await.unwrap(), 3);
        assert_eq!(everything(&store).await, before);
    })
    .await;
}
