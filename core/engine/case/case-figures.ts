import type { DuckDBConnection } from "@duckdb/node-api";
import type { EvolutionPart, EvolutionQuery, EvolutionSources } from "../../contract/evolution.ts";
import type { FlowCondition } from "../../contract/flow-table.ts";
import type { CalledCountries, NumberInspection, NumberPage, NumberQuery } from "../../contract/numbers.ts";
import type { Evolution } from "../../report/evolution.ts";
import { ALL_FLOWS } from "../../report/held-figures.ts";
import { calledCountries, findNumber, numberPage, numberRow } from "../../report/number-table.ts";
import { type Numbers, numbersOf } from "../../report/numbers.ts";
import { type Places, placesOf } from "../../report/places.ts";
import type { AboutResults, AnswersOfFigures } from "../results.ts";
import { coveredDaysOfCase } from "./case-captures.ts";
import { caseEvolution, caseEvolutionSources } from "./case-evolution.ts";
import { countNumbersOfCase, sendersOfNumber } from "./count-numbers.ts";
import { countPlacesOfCase } from "./count-places.ts";
import type { Turns } from "./turns.ts";

/** Figures of a case, as its tables have them. */
export class CaseFigures implements AnswersOfFigures {
  private readonly turns: Turns;
  /** The rules whose captures are shown, as `foldRulesText` writes them. */
  private readonly rulesText: string;
  private readonly about: AboutResults;
  private last: { readonly question: string; readonly numbers: Numbers } | null = null;
  /** Numbers of all flows. */
  private total: number | null = null;

  constructor(turns: Turns, rulesText: string, about: AboutResults) {
    this.turns = turns;
    this.rulesText = rulesText;
    this.about = about;
  }

  evolution(query: EvolutionQuery): Promise<Evolution> {
    return this.turns.take(async (connection) =>
      caseEvolution(connection, query, await coveredDaysOfCase(connection, this.rulesText), this.about.revision),
    );
  }

  evolutionSources(
    query: EvolutionQuery,
    part: EvolutionPart,
    offset: number,
    limit: number,
  ): Promise<EvolutionSources> {
    return this.turns.take(async (connection) => {
      const covered = await coveredDaysOfCase(connection, this.rulesText);
      return caseEvolutionSources(connection, query, part, covered, this.about.revision, offset, limit);
    });
  }

  places(flows: FlowCondition): Promise<Places> {
    return this.turns.take(async (connection) =>
      placesOf(await countPlacesOfCase(connection, flows, this.about.revision), this.about.geoTables),
    );
  }

  numberPage(query: NumberQuery, offset: number, limit: number): Promise<NumberPage> {
    return this.turns.take(async (connection) => {
      this.total ??= (await this.numbers(connection, ALL_FLOWS)).totals.numbers;
      const about = { revision: this.about.revision, total: this.total };
      return numberPage(await this.numbers(connection, query.flows), query, about, offset, limit);
    });
  }

  findNumber(query: NumberQuery, number: string): Promise<number | null> {
    return this.turns.take(async (connection) =>
      findNumber(await this.numbers(connection, query.flows), query, number),
    );
  }

  calledCountries(flows: FlowCondition): Promise<CalledCountries> {
    return this.turns.take(async (connection) => calledCountries(await this.numbers(connection, flows)));
  }

  inspectNumber(flows: FlowCondition, number: string): Promise<NumberInspection | null> {
    return this.turns.take(async (connection) => {
      const row = numberRow(await this.numbers(connection, flows), number);
      if (row === null) return null;
      return { row, senders: await sendersOfNumber(connection, flows, this.about.revision, row.tails) };
    });
  }

  private async numbers(connection: DuckDBConnection, flows: FlowCondition): Promise<Numbers> {
    const question = JSON.stringify([flows.text, flows.span]);
    if (this.last?.question !== question) {
      this.last = { question, numbers: numbersOf(await countNumbersOfCase(connection, flows, this.about.revision)) };
    }
    return this.last.numbers;
  }
}
