import { useTitle } from "../app/Frame.js";
import { linkTo } from "../app/route.js";
import { Notice } from "../parts/Notice.js";
import { AnswerTable } from "./AnswerTable.js";
import { useAsked } from "./asked.js";
import { useQuestion } from "./questions.js";
import { Shown } from "./Shown.js";
import { Weighty } from "./Weighty.js";

/** The named questions, and the answer to one. */
export function QuestionsView({ name }: { name: string | undefined }) {
  useTitle(name ?? "Questions");
  const asked = useAsked("questions", (store) => store.questions());
  return (
    <div className="stack">
      <h1>Questions</h1>
      <Shown asked={asked}>
        {(questions) => {
          const chosen = questions.find((one) => one.name === name) ?? (name === undefined ? questions[0] : undefined);
          return (
            <div className="sides">
              <nav aria-label="Questions">
                <ul className="side-list plain">
                  {questions.map((one) => (
                    <li key={one.name}>
                      <a href={linkTo(["explore", "question", one.name])} aria-current={one === chosen ? "page" : undefined}>
                        {one.name.replaceAll("-", " ")}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
              {chosen ? <AnswerTo key={chosen.name} name={chosen.name} counts={chosen.counts} /> : <Notice tone="warn">There is no such question.</Notice>}
            </div>
          );
        }}
      </Shown>
    </div>
  );
}

function AnswerTo({ name, counts }: { name: string; counts: string }) {
  return (
    <section className="stack tight" aria-label={name}>
      <p>{counts}</p>
      <Weighty question={name}>
        <TheAnswer name={name} />
      </Weighty>
    </section>
  );
}

const TheAnswer = ({ name }: { name: string }) => <Shown asked={useQuestion(name)}>{(answer) => <AnswerTable answer={answer} name={name} />}</Shown>;
