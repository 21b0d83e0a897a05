using AIDialogues.Events.Data.Audit;

namespace AIDialogues.Events.Web.Audit;

/// <summary>Acts that one door does among others and that are to be found by their own name.</summary>
internal static class AuditedAs
{
    public const string DayCalledOff = "day:called-off";
    public const string DayStandsAgain = "day:stands-again";

    private static readonly object Key = new();

    /// <summary>Said by whoever knows better than the address what was done.</summary>
    public static void IsAuditedAs(this HttpContext http, string action) => http.Items[Key] = action;

    internal static StaffAction Named(this HttpContext http, StaffAction did) => http.Items[Key] is string action ? did with { Action = action } : did;
}
