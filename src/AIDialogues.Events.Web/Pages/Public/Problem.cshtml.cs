using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;
using Npgsql;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What went wrong in one sentence, without detail that would help anybody but the visitor.</summary>
[IgnoreAntiforgeryToken]
public sealed class ProblemModel(T texts) : EventsPage
{
    public string Title { get; private set; } = "";

    public string Sentence { get; private set; } = "";

    public void OnGet(int? status) => Show(status);

    public void OnPost(int? status) => Show(status);

    private void Show(int? status)
    {
        var exception = HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;
        bool databaseAway = exception is NpgsqlException { IsTransient: true } or { InnerException: NpgsqlException };
        if (databaseAway) (Response.StatusCode, Response.Headers.RetryAfter) = (StatusCodes.Status503ServiceUnavailable, "10");
        else if (exception is AntiforgeryValidationException) Response.StatusCode = StatusCodes.Status400BadRequest;
        int shown = exception is null ? status ?? StatusCodes.Status404NotFound : Response.StatusCode;
        (Title, Sentence) = shown switch
        {
            400 => (texts["This form could not be read"], texts["It may have been open for too long. Go back, reload the page and send it again."]),
            404 or 410 => (texts["There is nothing here"], texts["The address may be incomplete, or the page is no longer open. If you followed a link in a letter, ask the organiser for a new one."]),
            413 => (texts["That was too large"], texts["A list may have at most 2 MB; split it and send the parts one after the other."]),
            503 => (texts["Not reachable for the moment"], texts["Your entry was not saved. Wait a few seconds, go back and send it again."]),
            _ => (texts["Something went wrong on our side"], texts["Nothing was saved. Go back and try again; if it happens again, tell the organiser when it was."]),
        };
    }
}
