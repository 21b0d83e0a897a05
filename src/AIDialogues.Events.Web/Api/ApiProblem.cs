using AIDialogues.Events.Data;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;
using Refusal = AIDialogues.Events.Domain.Refusal;

namespace AIDialogues.Events.Web.Api;

/// <summary>An error as ProblemDetails (RFC 9457): a stable <c>code</c> for programs, a sentence in the caller's language for people.</summary>
internal sealed class ApiProblem(int status, Refusal refusal) : IResult, IStatusCodeHttpResult
{
    public static readonly Refusal TokenUnknown = new("token-unknown");
    public static readonly Refusal ScopeMissing = new("scope-missing");
    public static readonly Refusal KeyReused = new("idempotency-key-reused");
    public static readonly Refusal KeyNotValid = new("idempotency-key-not-valid");
    public static readonly Refusal CursorNotValid = new("cursor-not-valid");
    public static readonly Refusal LimitNotValid = new("limit-not-valid");
    public static readonly Refusal NotJson = new("not-json");
    public static readonly Refusal NothingThere = new("not-found");

    public int? StatusCode => status;

    /// <summary>An expected "no": 422; 409 when somebody else was faster.</summary>
    public static ApiProblem Of(Refusal refusal) => new(
        refusal == Violations.ChangedMeanwhile || refusal == Violations.AlreadySaved ? StatusCodes.Status409Conflict : StatusCodes.Status422UnprocessableEntity, refusal);

    public static ApiProblem NotFound() => new(StatusCodes.Status404NotFound, NothingThere);

    public static ApiProblem Malformed(Refusal refusal) => new(StatusCodes.Status400BadRequest, refusal);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var problem = new ProblemDetails
        {
            Status = status,
            Title = ReasonPhrases.GetReasonPhrase(status),
            Detail = httpContext.RequestServices.GetRequiredService<T>().Of(refusal),
            Extensions = { ["code"] = refusal.Code, ["facts"] = refusal.Facts },
        };
        return TypedResults.Problem(problem).ExecuteAsync(httpContext);
    }
}
