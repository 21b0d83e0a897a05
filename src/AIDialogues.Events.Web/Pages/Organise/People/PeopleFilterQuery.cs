using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using Microsoft.AspNetCore.Http.Extensions;

namespace AIDialogues.Events.Web.Pages;

/// <summary>A filter of people as it stands in an address, so that a view can be passed on and the browser's Back works. Unknown values are no filter.</summary>
public sealed class PeopleFilterQuery
{
    public string? Q { get; set; }
    public StakeholderGroup? Group { get; set; }
    public string? Country { get; set; }

    // "lang" is the page's own language.
    public Language? Letters { get; set; }
    public Region? Region { get; set; }
    public Gender? Gender { get; set; }
    public Guid? Dialogue { get; set; }
    public BoardTab? At { get; set; }

    internal PeopleFilter Filter => new(
        Q is { Length: > 200 } ? Q[..200] : Q, Known(Group), Known(Letters), Country, Known(Region), Known(Gender),
        Dialogue is { } dialogue && At is { } at && Enum.IsDefined(at) && at != BoardTab.All ? new Id<Dialogue>(dialogue) : null, Dialogue is null ? BoardTab.All : Known(At) ?? BoardTab.All);

    internal static string Of(PeopleFilter filter)
    {
        var query = new QueryBuilder();
        Add("q", filter.Words);
        Add("group", filter.Group?.ToString());
        Add("country", filter.Country);
        Add("letters", filter.Language?.ToString());
        Add("region", filter.Region?.ToString());
        Add("gender", filter.Gender?.ToString());
        if (filter.Dialogue is { } dialogue && filter.At != BoardTab.All)
        {
            Add("dialogue", dialogue.ToString());
            Add("at", filter.At.ToString());
        }

        return query.ToString();

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) query.Add(name, value);
        }
    }

    private static T? Known<T>(T? value) where T : struct, Enum => value is { } one && Enum.IsDefined(one) ? value : null;
}
