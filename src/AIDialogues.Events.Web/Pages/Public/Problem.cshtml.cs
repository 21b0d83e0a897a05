using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What went wrong in one sentence, without detail that would help anybody but the visitor.</summary>
[IgnoreAntiforgeryToken]
public sealed class ProblemModel(T texts) : EventsPage
{
    public string Title { get; private set; } = "";

    public string Sentence { get; private set; } = "";

    public void OnGet() => Show();

    public void OnPost() => Show();

    // Nothing is bound: the form may be what could not be read.
    private void Show()
    {
        var exception = HttpContext.Features.Get<IExceptionHandlerFeature>()?.Error;
        if (DatabaseAway.Is(exception)) (Response.StatusCode, Response.Headers.RetryAfter) = (StatusCodes.Status503ServiceUnavailable, DatabaseAway.RetryAfter);
        else if (exception is BadHttpRequestException bad) Response.StatusCode = bad.StatusCode;
        else if (exception is AntiforgeryValidationException) Response.StatusCode = StatusCodes.Status400BadRequest;
        else if (exception is null && HttpContext.Features.Get<IStatusCodeReExecuteFeature>() is null) Response.StatusCode = StatusCodes.Status404NotFound;
        (Title, Sentence) = Response.StatusCode switch
        {
            400 => (texts["This form could not be read"], texts["It may have been open for too long. Go back, reload the page and send it again."]),
            404 or 410 => (texts["There is nothing here"], texts["The address may be incomplete, or the page is no longer open. If you followed a link in a letter, ask the organiser for a new one."]),
            413 => (texts["That was too large"], texts["A list may have at most 2 MB; split it and send the parts one after the other."]),
            503 => (texts["Not reachable for the moment"], texts["Your entry was not saved. Wait a few seconds, go back and send it again."]),
            _ => (texts["Something went wrong on our side"], texts["Nothing was saved. Go back and try again; if it happens again, tell the organiser when it was."]),
        };
    }
}
