namespace AIDialogues.Events.Data.Embedded;

/// <summary>Where the cluster lies and whether it must outlive a power cut.</summary>
public sealed record EmbeddedPostgresOptions
{
    /// <summary>Folder of <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>; found by itself when null.</summary>
    public string? BinDirectory { get; init; }

    public required string DataDirectory { get; init; }

    /// <summary>False for tests only: nothing is flushed to disk, a crash loses the cluster.</summary>
    public bool Durable { get; init; } = true;
}
