namespace AIDialogues.Events.Worker.Demo;

/// <summary>Where the invented series stands today.</summary>
internal enum DemoStage
{
    Invite,
    WeekBefore,
    Live,
    After,
}

internal static class DemoStages
{
    public static readonly IReadOnlyDictionary<string, DemoStage> ByName = new Dictionary<string, DemoStage>(StringComparer.Ordinal)
    {
        ["invite"] = DemoStage.Invite,
        ["week-before"] = DemoStage.WeekBefore,
        ["live"] = DemoStage.Live,
        ["after"] = DemoStage.After,
    };

    /// <summary>In how many days the first dialogue is.</summary>
    public static int DaysUntilTheFirst(this DemoStage stage) => stage switch
    {
        DemoStage.Invite => 42,
        DemoStage.WeekBefore => 7,
        DemoStage.Live => 0,
        _ => -3,
    };
}
