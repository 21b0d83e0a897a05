using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>How a list is to be read where it does not say so itself.</summary>
/// <param name="Columns">What the columns hold; where null it is recognised.</param>
/// <param name="Group">For lines that name no group.</param>
/// <param name="Language">For lines that name no language.</param>
/// <param name="Corrections">What the organiser wrote instead of what stands in the list.</param>
public sealed record ColumnMapping(
    IReadOnlyList<PersonField?>? Columns = null, StakeholderGroup Group = StakeholderGroup.Academia, Language Language = Language.English,
    IReadOnlyList<ImportCorrection>? Corrections = null);

public sealed record ImportCorrection(int Line, PersonField Field, string Text);

public enum ImportState
{
    New,
    Update,
    Same,

    /// <summary>The organiser leaves this line out.</summary>
    Skipped,
    Duplicate,
    Error,
}

/// <summary>One line of a list and what would become of it.</summary>
/// <param name="Written">The cells as the list or its correction has them.</param>
/// <param name="DuplicateOf">The earlier line with the same address.</param>
/// <param name="Known">Who in the directory has this address.</param>
public sealed record ImportRow(
    int Line, ImportState State, PersonDetails Details, IReadOnlyDictionary<PersonField, string> Written, IReadOnlyList<ImportProblem> Problems,
    IReadOnlyList<ImportChange> Changes, ImportRow? DuplicateOf, Person? Known)
{
    public string Name => $"{Details.GivenName} {Details.FamilyName}".Trim();

    /// <summary>Who may be the same person under another address, in the directory or in an earlier line.</summary>
    public Lookalike? Alike { get; init; }
}

/// <param name="Person">In the directory; null for an earlier line of the list.</param>
public sealed record Lookalike(string Name, string Affiliation, string Email, Id<Person>? Person, int? Line, Likeness Likeness);

public sealed record ImportProblem(PersonField Field, Refusal Refusal);

/// <param name="From">What the directory has: a text, or a value of an enumeration.</param>
public sealed record ImportChange(PersonField Field, object From, object To);

/// <summary>What an import would do; nothing is saved.</summary>
/// <param name="Slips">Where columns seem to have slipped against each other; nothing is moved.</param>
/// <param name="Remembered">When a list of this shape was imported last, if its columns are read as they were then.</param>
public sealed record ImportPreview(PeopleList List, IReadOnlyList<ImportRow> Rows, IReadOnlyList<ColumnSlip> Slips, DateTimeOffset? Remembered)
{
    public int Count(ImportState state) => Rows.Count(r => r.State == state);

    /// <summary>How many people an import would add or change.</summary>
    public int Importable => Rows.Count(r => r.State is ImportState.New or ImportState.Update);
}

/// <param name="LeftOut">Lines with an error, duplicates, and lines that were skipped.</param>
/// <param name="Batch">What an undo names; null when nothing was changed.</param>
public sealed record ImportOutcome(int Added, int Updated, int Unchanged, int LeftOut, Id<ImportBatch>? Batch);
