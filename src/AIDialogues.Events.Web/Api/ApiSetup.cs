using System.Text.Json;
using System.Text.Json.Serialization;
using AIDialogues.Events.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

/// <summary>How the API speaks: JSON in camel case, enums as words, every error as ProblemDetails with a stable code.</summary>
internal static class ApiSetup
{
    public static void Add(IServiceCollection services)
    {
        _ = services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ApiTokenScheme>(ApiTokenScheme.Name, _ => { });
        _ = services.ConfigureHttpJsonOptions(o =>
        {
            o.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false));
            // A misspelt or forgotten field is said, not guessed.
            o.SerializerOptions.UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow;
            o.SerializerOptions.RespectNullableAnnotations = true;
            o.SerializerOptions.RespectRequiredConstructorParameters = true;
        });
        _ = services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        _ = services.AddProblemDetails(o => o.CustomizeProblemDetails = context =>
        {
            var problem = context.ProblemDetails;
            if (problem.Status == StatusCodes.Status503ServiceUnavailable) context.HttpContext.Response.Headers.RetryAfter = DatabaseAway.RetryAfter;
            if (problem.Extensions.ContainsKey("code")) return;
            problem.Extensions["code"] = CodeOf(context.HttpContext.Response.StatusCode);
            problem.Detail ??= DetailOf(context.Exception);
        });
        _ = services.AddOpenApi("v1", ApiDescription.Describe);
    }

    public static void UseProblems(IApplicationBuilder api)
    {
        _ = api.Use((http, next) =>
        {
            // A write without a body needs no word about its kind; without one it would be routed to the answer for what is nowhere.
            if (http.Request.ContentType is null && http.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true) http.Request.ContentType = "application/json";
            return next(http);
        });
        _ = api.UseExceptionHandler(new ExceptionHandlerOptions
        {
            StatusCodeSelector = StatusOf,
            // The caller's mistake is not an error of ours.
            SuppressDiagnosticsCallback = context => context.Exception is BadHttpRequestException,
        });
        _ = api.UseStatusCodePages();
    }

    private static int StatusOf(Exception exception) => exception switch
    {
        BadHttpRequestException bad => bad.StatusCode,
        DbUpdateConcurrencyException => StatusCodes.Status409Conflict,
        _ when DatabaseAway.Is(exception) => StatusCodes.Status503ServiceUnavailable,
        _ => StatusCodes.Status500InternalServerError,
    };

    private static string CodeOf(int status) => status switch
    {
        400 => "malformed",
        401 => "token-unknown",
        403 => "scope-missing",
        404 => "not-found",
        405 => "method-not-allowed",
        409 => "changed-meanwhile",
        413 => "too-large",
        415 => "not-json",
        503 => "database-away",
        < 500 => "malformed",
        _ => "failed",
    };

    // Where the JSON could not be read is said; what stands inside the program is not.
    private static string? DetailOf(Exception? exception) => exception switch
    {
        BadHttpRequestException { InnerException: JsonException json } => json.Path is { Length: > 1 } path ? $"Not readable at {path}." : "Not readable as JSON of this shape.",
        BadHttpRequestException bad => bad.Message,
        _ when DatabaseAway.Is(exception) => "The database cannot be reached for the moment. Nothing was saved; send it again.",
        _ => null,
    };
}
