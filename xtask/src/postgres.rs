//! A Postgres of its own for the tests, which is gone when they are done.
//! It must not know what the tests do with it; they get its address in `AIRBYTE_DB_POSTGRES`.

use std::env;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use crate::line::{Failure, Line};
use crate::tools;

/// A server that is named already, so that none has to be started.
const NAMED: &str = "AIRBYTE_DB_POSTGRES";

/// Only this machine reaches the server, and only while the tests run.
const PASSWORD: &str = "tests";

/// The folder of the server's programs: the newest that is found, or on Debian as root a new one; none elsewhere.
pub(crate) fn programs() -> Result<Option<PathBuf>, Failure> {
    if let Some(found) = find() {
        return Ok(Some(found));
    }
    if tools::is_debian() && tools::is_root() {
        tools::install("postgresql")?;
    }
    Ok(find())
}

fn find() -> Option<PathBuf> {
    // Debian keeps them out of `PATH`, a folder a version.
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().filter_map(Result::ok);
    let number = |path: &Path| path.file_name()?.to_str()?.parse::<u32>().ok();
    let newest = versions.map(|entry| entry.path()).max_by_key(|path| number(path));
    let of_debian = newest.map(|version| version.join("bin")).filter(|bin| bin.join("initdb").is_file());
    of_debian.or_else(|| tools::in_path("initdb")?.parent().map(Path::to_path_buf))
}

/// A server that is running.
pub(crate) struct Server {
    programs: PathBuf,
    folder: PathBuf,
    port: u16,
    /// The certificate that its own is signed with, where it has TLS.
    roots: Option<PathBuf>,
}

impl Server {
    /// Starts one; none, saying what to do, where there are no programs, or where a person named one.
    pub(crate) fn start() -> Result<Option<Server>, Failure> {
        if env::var_os(NAMED).is_some_and(|value| !value.is_empty()) {
            println!("xtask: Postgres is the one that {NAMED} names");
            return Ok(None);
        }
        let Some(programs) = programs()? else {
            println!(
                "xtask: without Postgres, since its programs were not found; install them (Debian: `apt-get install \
                 postgresql`), or name a server: {NAMED}=postgres://user:password@host:5432"
            );
            return Ok(None);
        };
        let folder = env::temp_dir().join(format!("airbyte-db-postgres-{}", std::process::id()));
        let mut server = Server { programs, folder, port: free_port()?, roots: None };
        server.make()?;
        Ok(Some(server))
    }

    fn make(&mut self) -> Result<(), Failure> {
        let folder = self.folder.to_string_lossy().into_owned();
        let access = ["--auth-local=trust", "--auth-host=scram-sha-256", "--no-sync", "--encoding=UTF8", "--locale=C"];
        self.program("initdb", &["--username=postgres", "-D", &folder]).args(&access).output_or_failure()?;
        self.secure();
        let mut settings =
            format!("-p {} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off", self.port);
        if self.roots.is_some() {
            settings.push_str(" -c ssl=on -c ssl_cert_file=server.pem -c ssl_key_file=server.key");
        }
        let log = self.folder.join("log");
        let start = ["-D", &folder, "-l", &log.to_string_lossy(), "-o", &settings, "-w", "start"];
        self.program("pg_ctl", &start).run()?;
        let password = format!("ALTER ROLE postgres PASSWORD '{PASSWORD}'");
        let port = self.port.to_string();
        let access = ["-h", &folder, "-p", &port, "-U", "postgres", "-q", "-c", &password, "postgres"];
        self.program("psql", &access).output_or_failure()
    }

    /// A certificate for the server, and the one that it is signed with. Where openssl is missing or old, the server
    /// goes without.
    fn secure(&mut self) {
        let own = ["-newkey", "rsa:2048", "-nodes"];
        let steps: [&[&str]; 3] = [
            &["req", "-x509", "-keyout", "root.key", "-out", "root.pem", "-days", "2", "-subj", "/CN=tests"],
            &[
                "req",
                "-keyout",
                "server.key",
                "-out",
                "server.csr",
                "-subj",
                "/CN=server",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
            ],
            &[
                "x509",
                "-req",
                "-in",
                "server.csr",
                "-CA",
                "root.pem",
                "-CAkey",
                "root.key",
                "-CAcreateserial",
                "-out",
                "server.pem",
                "-days",
                "2",
                "-copy_extensions",
                "copy",
            ],
        ];
        let done = steps.iter().all(|step| {
            let line = as_owner("openssl", step).args(if step[0] == "req" { &own } else { &[] });
            line.dir(self.folder.clone()).output().is_ok_and(|output| output.success)
        });
        self.roots = Some(self.folder.join("root.pem")).filter(|_| done);
    }

    /// A line that runs tests, with what they need to find the server.
    pub(crate) fn named_in(server: Option<&Server>, line: Line) -> Line {
        let Some(server) = server else { return line };
        let address = format!("postgres://postgres:{PASSWORD}@127.0.0.1:{}", server.port);
        let line = line.env(NAMED, &address).env("AIRBYTE_DB_POSTGRES_PROGRAMS", &server.programs.to_string_lossy());
        match &server.roots {
            Some(roots) => line.env("AIRBYTE_DB_POSTGRES_ROOTS", &roots.to_string_lossy()),
            None => line,
        }
    }

    fn program(&self, name: &str, args: &[&str]) -> Line {
        as_owner(&self.programs.join(name).to_string_lossy(), args)
    }
}

/// Stops it and removes what it wrote.
impl Drop for Server {
    fn drop(&mut self) {
        let folder = self.folder.to_string_lossy().into_owned();
        // Where it did not start, there is nothing to stop.
        let _ = self.program("pg_ctl", &["-D", &folder, "-m", "immediate", "-w", "stop"]).output();
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn free_port() -> Result<u16, Failure> {
    let address = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
    address.map(|address| address.port()).map_err(|error| Failure::new(format!("no free port for Postgres: {error}")))
}

/// A server never runs as root: Debian's packages bring the user `postgres`.
fn as_owner(program: &str, args: &[&str]) -> Line {
    let line = if tools::is_root() {
        Line::new("runuser", &["-u", "postgres", "--", program]).args(args)
    } else {
        Line::new(program, args)
    };
    line.dir(env::temp_dir())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_runs_and_is_gone() {
        let Some(server) = Server::start().unwrap() else { return };
        let folder = server.folder.clone();
        assert!(folder.join("postmaster.pid").is_file());
        drop(server);
        assert!(!folder.exists());
    }
}
