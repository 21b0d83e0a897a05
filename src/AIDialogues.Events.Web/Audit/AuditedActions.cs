using System.Security.Claims;
using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Audit;
using AIDialogues.Events.Data.Staff;
using Microsoft.AspNetCore.Mvc.Filters;

namespace AIDialogues.Events.Web.Audit;

/// <summary>
/// The one seam through which every change by staff enters the chain: what was done on which page to which thing, never what was typed. Not
/// the opening or closing of a board: when somebody held the pen is nobody's to know.
/// </summary>
internal sealed class AuditedActions(AuditLog log) : IAsyncPageFilter
{
    private static readonly string[] Silent = ["/Report/Session:Board", "/Report/Session:CloseBoards"];

    // Entered with more than an address and in the very transaction that does it, so not here a second time.
    private static readonly string[] EnteredAlready = [RosterExports.Asked, RosterExports.Allowed, RosterExports.RefusedIt, RosterExports.Taken];

    public Task OnPageHandlerSelectionAsync(PageHandlerSelectedContext context) => Task.CompletedTask;

    public async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var done = await next();
        var http = context.HttpContext;
        if (!HttpMethods.IsPost(http.Request.Method) || done.Exception is not null || IsRefused(http, done.Result)
            || http.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { } account
            || !(http.User.IsInRole(StaffRoles.Organiser) || http.User.IsInRole(StaffRoles.Rapporteur))) return;
        string page = context.ActionDescriptor.ViewEnginePath;
        string action = $"{page}:{context.HandlerMethod?.Name}".TrimEnd(':');
        if (Silent.Contains(action) || EnteredAlready.Contains(action) || page.StartsWith("/Account", StringComparison.Ordinal)) return;
        string id = http.GetRouteValue("id")?.ToString() ?? "";
        Guid? subject = page.StartsWith("/Organise/People", StringComparison.Ordinal) && Guid.TryParse(id, out var person) ? person : null;
        // It is done: whoever hangs up now does not keep it out of the chain.
        await log.RecordAsync(new(account, action, page.Split('/')[2], id, http.Request.Path.Value ?? "", subject), CancellationToken.None);
    }

    // Nothing was done when the page is shown again with what is wrong.
    private static bool IsRefused(HttpContext http, Microsoft.AspNetCore.Mvc.IActionResult? result) =>
        http.Response.StatusCode >= 400 || result is Microsoft.AspNetCore.Mvc.StatusCodeResult { StatusCode: >= 400 };
}

/// <summary>The same seam for programs: a write that had an effect is an entry, in the transaction of an idempotent write where there is one.</summary>
internal sealed class AuditedWrites(AuditLog log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        object? result = await next(context);
        var http = context.HttpContext;
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method) || result is IStatusCodeHttpResult { StatusCode: >= 400 }) return result;
        if (http.User.FindFirstValue(ClaimTypes.NameIdentifier) is not { } token) return result;
        var endpoint = http.GetEndpoint();
        string name = endpoint?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? http.Request.Method;
        await log.RecordAsync(new("token " + token, "api:" + name, "api", http.GetRouteValue("id")?.ToString() ?? "", http.Request.Path.Value ?? ""), CancellationToken.None);
        return result;
    }
}
