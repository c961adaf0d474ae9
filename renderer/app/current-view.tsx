import type { ReactNode } from "react";
import { useSignatureWriting } from "../commands/signatures.ts";
import { useWorkspace } from "../commands/workspace.ts";
import type { View } from "../commands/workspace-state.ts";
import { CampaignInspector } from "../features/campaigns/campaign-inspector.tsx";
import { CampaignsPage } from "../features/campaigns/campaigns-page.tsx";
import { CaptureInspector } from "../features/captures/capture-inspector.tsx";
import { CapturesPage } from "../features/captures/captures-page.tsx";
import { DiffPage } from "../features/diff/diff-page.tsx";
import { EvolutionInspector } from "../features/evolution/evolution-inspector.tsx";
import { EvolutionPage } from "../features/evolution/evolution-page.tsx";
import { FingerprintInspector } from "../features/fingerprints/fingerprint-inspector.tsx";
import { FingerprintsPage } from "../features/fingerprints/fingerprints-page.tsx";
import { FlowsPage } from "../features/flows/flows-page.tsx";
import { Inspector } from "../features/inspector/inspector.tsx";
import { LabelPage } from "../features/label/label-page.tsx";
import { MapPage } from "../features/map/map-page.tsx";
import { NumberInspector } from "../features/numbers/number-inspector.tsx";
import { NumbersPage } from "../features/numbers/numbers-page.tsx";
import { OverviewPage } from "../features/overview/overview-page.tsx";
import { ReportPage } from "../features/report/report-page.tsx";
import { SignatureEditor } from "../features/signatures/signature-editor.tsx";
import { SignatureInspector } from "../features/signatures/signature-inspector.tsx";
import { SignaturesPage } from "../features/signatures/signatures-page.tsx";
import { SourceInspector } from "../features/sources/source-inspector.tsx";
import { SourcesPage } from "../features/sources/sources-page.tsx";
import { InspectedSplit } from "./inspected-split.tsx";
import { ListingSwitch } from "./listing-switch.tsx";
import styles from "./shell.module.css";
import { ViewBoundary } from "./view-boundary.tsx";

/** The view that is chosen, with the inspector beside it where it has one. */
export function CurrentView({ view }: { readonly view: View }): ReactNode {
  switch (view) {
    case "overview":
      return (
        <ViewBoundary key={view} title="The overview">
          <OverviewPage />
        </ViewBoundary>
      );
    case "flows":
      return <FlowsOrSources />;
    case "fingerprints":
      return (
        <InspectedSplit inspector={<FingerprintInspector />}>
          <ViewBoundary key={view} title="The list of fingerprints">
            <FingerprintsPage />
          </ViewBoundary>
        </InspectedSplit>
      );
    case "label":
      return (
        <ViewBoundary key={view} title="The queue">
          <LabelPage />
        </ViewBoundary>
      );
    case "diff":
      return (
        <ViewBoundary key={view} title="The diff">
          <DiffPage />
        </ViewBoundary>
      );
    case "campaigns":
      return (
        <InspectedSplit inspector={<CampaignInspector />}>
          <ViewBoundary key={view} title="The list of campaigns">
            <CampaignsPage />
          </ViewBoundary>
        </InspectedSplit>
      );
    case "evolution":
      return (
        <InspectedSplit inspector={<EvolutionInspector />}>
          <ViewBoundary key={view} title="The tools over time">
            <EvolutionPage />
          </ViewBoundary>
        </InspectedSplit>
      );
    case "map":
      return (
        <ViewBoundary key={view} title="The map">
          <MapPage />
        </ViewBoundary>
      );
    case "numbers":
      return (
        <InspectedSplit inspector={<NumberInspector />}>
          <ViewBoundary key={view} title="The list of numbers">
            <NumbersPage />
          </ViewBoundary>
        </InspectedSplit>
      );
    case "signatures":
      return <LibraryOrEditor />;
    case "report":
      return (
        <ViewBoundary key={view} title="The report">
          <ReportPage />
        </ViewBoundary>
      );
    case "captures":
      return (
        <InspectedSplit inspector={<CaptureInspector />}>
          <ViewBoundary key={view} title="The list of captures">
            <CapturesPage />
          </ViewBoundary>
        </InspectedSplit>
      );
  }
}

function LibraryOrEditor(): ReactNode {
  const isWriting = useSignatureWriting((store) => store.writing !== null);
  if (isWriting) {
    return (
      <ViewBoundary key="editor" title="The editor of signatures">
        <SignatureEditor />
      </ViewBoundary>
    );
  }
  return (
    <InspectedSplit inspector={<SignatureInspector />}>
      <ViewBoundary key="signatures" title="The list of signatures">
        <SignaturesPage />
      </ViewBoundary>
    </InspectedSplit>
  );
}

function FlowsOrSources(): ReactNode {
  const listing = useWorkspace((workspace) => workspace.listing);
  return (
    <InspectedSplit inspector={listing === "flows" ? <Inspector /> : <SourceInspector />}>
      <div className={styles.listing}>
        <ListingSwitch />
        <ViewBoundary key={listing} title={`The list of ${listing}`}>
          {listing === "flows" ? <FlowsPage /> : <SourcesPage />}
        </ViewBoundary>
      </div>
    </InspectedSplit>
  );
}
