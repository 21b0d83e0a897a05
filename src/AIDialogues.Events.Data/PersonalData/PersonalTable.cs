using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data.PersonalData;

/// <summary>What happens to a column when its person is erased.</summary>
public enum OnErasure
{
    /// <summary>It says nothing about anybody once the name is gone, or it is the proof that is owed.</summary>
    Kept,
    Blanked,
    Cleared,

    /// <summary>It lies in a row that nobody may change, sealed with the person's key: destroying the key is what takes it away.</summary>
    Unreadable,
}

/// <param name="Expression">What is written instead, as SQL; null for the type's own nothing.</param>
public sealed record PersonalColumn(string Name, DataClass Class, OnErasure OnErasure, bool Exported, string? Expression = null);

/// <summary>
/// A table of the database and what each of its columns is. <paramref name="Subject"/> is the SQL condition by which the rows of one record
/// of a person ($1) are found, and is asked for each of their records; null where rows belong to nobody or to staff.
/// </summary>
public sealed record PersonalTable(
    string Name, string? Subject, ProcessingPurpose Purpose, RetentionRule Retention, IReadOnlyList<PersonalColumn> Personal, IReadOnlyList<string> Other, bool RowsGo)
{
    public static PersonalTable Of(string name, ProcessingPurpose purpose, RetentionRule retention, string? subject = null) => new(name, subject, purpose, retention, [], [], RowsGo: false);

    /// <summary>Columns that stay when their person is erased, and go into the export.</summary>
    public PersonalTable Keeps(DataClass dataClass, params string[] columns) => With(columns.Select(c => new PersonalColumn(c, dataClass, OnErasure.Kept, Exported: true)));

    public PersonalTable Blanks(DataClass dataClass, params string[] columns) => With(columns.Select(c => new PersonalColumn(c, dataClass, OnErasure.Blanked, Exported: true)));

    public PersonalTable Clears(DataClass dataClass, params string[] columns) => With(columns.Select(c => new PersonalColumn(c, dataClass, OnErasure.Cleared, Exported: true)));

    /// <summary>Sealed in rows that only grow.</summary>
    public PersonalTable Shreds(DataClass dataClass, params string[] columns) => With(columns.Select(c => new PersonalColumn(c, dataClass, OnErasure.Unreadable, Exported: true)));

    public PersonalTable Replaces(DataClass dataClass, string column, string expression) =>
        With([new PersonalColumn(column, dataClass, OnErasure.Blanked, Exported: true, expression)]);

    /// <summary>Personal, but of no use to the person and a danger in an export: hashes of secrets, technical marks.</summary>
    public PersonalTable Hides(DataClass dataClass, OnErasure onErasure, params string[] columns) =>
        With(columns.Select(c => new PersonalColumn(c, dataClass, onErasure, Exported: false)));

    /// <summary>A part of a column goes; the rest of it says nothing about anybody.</summary>
    public PersonalTable HidesPart(DataClass dataClass, string column, string expression) =>
        With([new PersonalColumn(column, dataClass, OnErasure.Blanked, Exported: false, expression)]);

    /// <summary>Columns that say nothing about anybody.</summary>
    public PersonalTable Also(params string[] columns) => this with { Other = [.. Other, .. columns] };

    /// <summary>The whole row goes with the person.</summary>
    public PersonalTable Goes() => this with { RowsGo = true };

    /// <summary>The columns that tell rows apart, in the order in which a seal names them.</summary>
    public IReadOnlyList<string> Key { get; init; } = ["id"];

    public PersonalTable KeyedBy(params string[] columns) => this with { Key = columns };

    public IEnumerable<string> Columns => Personal.Select(p => p.Name).Concat(Other);

    private PersonalTable With(IEnumerable<PersonalColumn> columns) => this with { Personal = [.. Personal, .. columns] };
}
