using System.Security.Claims;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Staff;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AIDialogues.Events.Web.Audit;

/// <summary>
/// The one seam through which every change by staff enters the chain: what was done on which page to which thing, never what was typed. What a
/// page saved and its entry are one transaction. Not the opening or closing of a board: when somebody held the pen is nobody's to know.
/// </summary>
internal sealed class AuditedActions(EventsDb db, AuditLog log) : IAsyncPageFilter
{
    private static readonly string[] Silent = ["/Report/Session:Board", "/Report/Session:CloseBoards"];

    // Entered with more than an address and in the very transaction that does it, so not here a second time.
    private static readonly string[] EnteredAlready = [RosterExports.Asked, RosterExports.Allowed, RosterExports.RefusedIt, RosterExports.Taken];

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (ActionOf(context) is not { } did)
        {
            _ = await next();
            return;
        }

        var http = context.HttpContext;
        await using var transaction = await db.Database.BeginTransactionAsync(http.RequestAborted);
        var done = await next();
        if (done.Exception is not null) return;
        if (!IsRefused(http, done.Result)) await log.RecordAsync(http.About(http.Named(did)), http.RequestAborted);
        // What a page kept although it refused (a try that counts) stays, also when nobody waits for the answer any more.
        await transaction.CommitAsync(CancellationToken.None);
    }

    /// <summary>What is to be entered when it succeeds; null: it is not entered here.</summary>
    private static StaffAction? ActionOf(PageHandlerExecutingContext context)
    {
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method) || http.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { } account
            || !(http.User.IsInRole(StaffRoles.Organiser) || http.User.IsInRole(StaffRoles.Rapporteur))) return null;
        string page = context.ActionDescriptor.ViewEnginePath;
        string action = $"{page}:{context.HandlerMethod?.Name}".TrimEnd(':');
        if (Silent.Contains(action) || EnteredAlready.Contains(action) || page.StartsWith("/Account", StringComparison.Ordinal)) return null;
        string id = http.GetRouteValue("id")?.ToString() ?? "";
        if (page.StartsWith("/Organise/People", StringComparison.Ordinal)) http.ConcernsPerson(id);
        http.ConcernsPerson(http.GetRouteValue("person")?.ToString());
        return new(account, action, page.Split('/')[2], id, http.Request.Path.Value ?? "");
    }

    // Nothing was done when the page is shown again with what is wrong.
    private static bool IsRefused(HttpContext http, Microsoft.AspNetCore.Mvc.IActionResult? result) =>
        http.Response.StatusCode >= 400 || result is Microsoft.AspNetCore.Mvc.StatusCodeResult { StatusCode: >= 400 };
}

/// <summary>The same seam for programs: a write that had an effect is an entry, in one transaction with it; one that was refused leaves nothing.</summary>
internal sealed class AuditedWrites(EventsDb db, AuditLog log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || http.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { } token) return await next(context);
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, http.RequestAborted);
        object? result = await next(context);
        if (result is IStatusCodeHttpResult { StatusCode: >= 400 }) return result;
        if (http.Request.Path.StartsWithSegments("/api/v1/people", StringComparison.Ordinal)) http.ConcernsPerson(http.GetRouteValue("id")?.ToString());
        http.ConcernsPerson(http.GetRouteValue("person")?.ToString());
        string name = http.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? http.Request.Method;
        await log.RecordAsync(http.About(http.Named(new("token " + token, "api:" + name, "api", http.GetRouteValue("id")?.ToString() ?? "", http.Request.Path.Value ?? ""))), http.RequestAborted);
        await transaction.CommitAsync(http.RequestAborted);
        return result;
    }
}
