#![allow(missing_docs, rust_2018_idioms, clippy::all, clippy::pedantic, clippy::unwrap_used, clippy::print_stdout, reason="scratch")]
use airbyte_db::json::Document; use airbyte_db::{Validator, Options, Memory}; use std::time::Instant; use std::hint::black_box;
fn best(mut f: impl FnMut()) -> f64 { (0..9).map(|_|{let s=Instant::now(); for _ in 0..500 {f()} s.elapsed().as_nanos() as f64/500.0}).fold(f64::INFINITY,f64::min)}
fn main(){
 let folder=std::path::PathBuf::from(std::env::var_os("AIRBYTE_DB_CORPUS").unwrap());
 let text=std::fs::read_to_string(folder.join("specs-2026.jsonl")).unwrap()+&std::fs::read_to_string(folder.join("specs-2023.jsonl")).unwrap();
 let conf=std::fs::read_to_string(folder.join("configs.jsonl")).unwrap();
 let rows:Vec<Document>=conf.split('\n').filter(|l|!l.is_empty()).map(|l|Document::parse(l).unwrap()).collect();
 let mut out=vec![];
 for line in text.split('\n').filter(|l|!l.is_empty()) { let d=Document::parse(line).unwrap(); let m=|n:&str|d.root().get(n).unwrap().as_str().unwrap().into_owned();
  let (r,e)=(m("docker_repository"),m("epoch")); let s=d.pointer("/spec/connectionSpecification").unwrap().raw().to_owned();
  let v=Validator::new(&s).unwrap(); let mut mem=Memory::default(); let o=Options::default();
  let mut sv: serde_json::Value=serde_json::from_str(&s).unwrap(); sv.as_object_mut().unwrap().remove("$schema");
  let Ok(js)=jsonschema::options().with_draft(jsonschema::Draft::Draft7).should_validate_formats(true).build(&sv) else {continue};
  for row in rows.iter().filter(|x|{let g=|n:&str|x.root().get(n).unwrap().as_str().unwrap().into_owned(); g("definition")==r&&g("epoch")==e&&x.root().get("valid").unwrap().raw()=="true"}).take(4) {
   let c=row.root().get("config").unwrap().raw();
   let a=best(||{black_box(v.validate_reusing(c,&o,&mut mem).unwrap());}); let q=best(||{black_box(v.is_valid(c).unwrap());}); let p=best(||{black_box(Document::parse(c).unwrap());});
   let sp=best(||{black_box(serde_json::from_str::<serde_json::Value>(c).unwrap());});
   let j=best(||{black_box(js.is_valid(&serde_json::from_str(c).unwrap()));});
   out.push((j/a,a,q,p,sp,j,c.len(),row.root().get("id").unwrap().raw().to_owned(),row.root().get("kind").unwrap().raw().to_owned()));
  } }
 out.sort_by(|a,b|a.0.total_cmp(&b.0));
 println!("ratio ours isvalid ourparse serdeparse js len id");
 let n=out.len(); for i in (0..25).chain([n/10,n/5,n/4,n/3,n/2,n*2/3,n*3/4,n*9/10,n-1]) { println!("{:?}",out[i]); }
}
