# Each recipe is one plain cargo line, so that just is optional.

# list the recipes
default:
    @just --list

# run the server on the bundled sample
dev:
    cargo run --release -- serve

# everything that CI runs
ci:
    .ci/run

# all tests
test:
    cargo test --locked

# formatting, lints, documents
check:
    cargo fmt --check
    cargo clippy --locked --all-targets -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --locked --no-deps

# licences, bans and sources of dependencies
deny:
    cargo deny check bans licenses sources

# accept changed snapshots; look at the diff before committing
bless:
    INSTA_UPDATE=always cargo test --locked

# benchmarks
bench:
    cargo bench --locked
