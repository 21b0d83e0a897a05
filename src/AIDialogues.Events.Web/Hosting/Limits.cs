namespace AIDialogues.Events.Web.Hosting;

/// <summary>How much is taken at once; above, a sentence says so.</summary>
internal static class Limits
{
    /// <summary>Bytes of one request.</summary>
    public const long Request = 16 * 1024 * 1024;

    /// <summary>Bytes of one list of people.</summary>
    public const int PeopleList = 2 * 1024 * 1024;

    /// <summary>Rows shown on one page of a list.</summary>
    public const int PageSize = 100;
}
