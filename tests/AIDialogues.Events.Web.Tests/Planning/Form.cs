using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Tests.Hosting;
using AIDialogues.Events.Web.Texts;
using AngleSharp.Html.Dom;
using Microsoft.Extensions.DependencyInjection;

namespace AIDialogues.Events.Web.Tests.Planning;

/// <summary>The forms of planning pages, whose inputs are all named "Form.…".</summary>
internal static class Form
{
    public static Dictionary<string, object?> Of(params (string Name, string? Value)[] fields) => fields.ToDictionary(f => "Form." + f.Name, object? (f) => f.Value);

    public static string? Value(Page page, string field) => (page.One("#Form_" + field) as IHtmlInputElement)?.Value;

    /// <summary>The English sentence of a refusal without facts.</summary>
    public static string Sentence(EventsHost host, string code)
    {
        using var scope = host.Services.CreateScope();
        return scope.ServiceProvider.GetRequiredService<T>().Of(new Refusal(code));
    }

    public static DialogueDetails Day(Dialogue d) => new(d.Title, d.Day, d.Begins, d.Ends, d.Venue, d.Zone, d.Rule, d.AnswerBy, d.RemindDaysBefore);

    public static SessionDetails Session(Session s) => new(s.Title, s.RoomId, s.Begins, s.Ends, s.OwnRule, [.. s.Themes.Select(t => t.Name)], s.Questions);
}
