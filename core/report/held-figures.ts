import type { EvolutionPart, EvolutionQuery, EvolutionSources } from "../contract/evolution.ts";
import type { FlowCondition } from "../contract/flow-table.ts";
import type { CalledCountries, NumberInspection, NumberPage, NumberQuery } from "../contract/numbers.ts";
import type { GeoTable } from "../geography/geo-table.ts";
import { usualUnit } from "./calendar-period.ts";
import type { DayRange } from "./covered-days.ts";
import { countNumbers } from "./dialled-report.ts";
import { countEvolution, type Evolution, evolutionOf, seenSources, sourcesOfPart } from "./evolution.ts";
import type { JudgedFlow } from "./flow-report.ts";
import { calledCountries, findNumber, numberPage, numberRow } from "./number-table.ts";
import { countSenders, type Numbers, numbersOf } from "./numbers.ts";
import { countPlaces, type Places, placesOf } from "./places.ts";

/** All flows, which no filter leaves out. */
export const ALL_FLOWS: FlowCondition = { text: "", span: null };

/** What figures are made of while all of it is in memory. */
export interface HeldFlows {
  readonly revision: number;
  readonly geoTables: readonly GeoTable[];
  readonly covered: readonly DayRange[];
  /** The flows that pass a filter. */
  passing(flows: FlowCondition): readonly JudgedFlow[];
}

/** Figures of flows that are held in memory. */
export class HeldFigures {
  private readonly held: HeldFlows;
  private last: { readonly question: string; readonly numbers: Numbers } | null = null;
  private total: number | null = null;

  constructor(held: HeldFlows) {
    this.held = held;
  }

  evolution({ flows, unit: wanted }: EvolutionQuery): Evolution {
    const { covered } = this.held;
    const unit = wanted ?? usualUnit(covered);
    return evolutionOf(countEvolution(this.held.passing(flows), unit), covered, unit);
  }

  evolutionSources(
    { flows, unit: wanted }: EvolutionQuery,
    part: EvolutionPart,
    offset: number,
    limit: number,
  ): EvolutionSources {
    const unit = wanted ?? usualUnit(this.held.covered);
    return sourcesOfPart(seenSources(this.held.passing(flows), unit), part, unit, offset, limit);
  }

  places(flows: FlowCondition): Places {
    return placesOf(countPlaces(this.held.passing(flows), this.held.geoTables), this.held.geoTables);
  }

  numberPage(query: NumberQuery, offset: number, limit: number): NumberPage {
    this.total ??= this.numbers(ALL_FLOWS).totals.numbers;
    const about = { revision: this.held.revision, total: this.total };
    return numberPage(this.numbers(query.flows), query, about, offset, limit);
  }

  findNumber(query: NumberQuery, number: string): number | null {
    return findNumber(this.numbers(query.flows), query, number);
  }

  calledCountries(flows: FlowCondition): CalledCountries {
    return calledCountries(this.numbers(flows));
  }

  inspectNumber(flows: FlowCondition, number: string): NumberInspection | null {
    const row = numberRow(this.numbers(flows), number);
    return row === null ? null : { row, senders: countSenders(this.held.passing(flows), row.tails) };
  }

  private numbers(flows: FlowCondition): Numbers {
    const question = JSON.stringify([flows.text, flows.span]);
    if (this.last?.question !== question) {
      this.last = { question, numbers: numbersOf(countNumbers(this.held.passing(flows))) };
    }
    return this.last.numbers;
  }
}
