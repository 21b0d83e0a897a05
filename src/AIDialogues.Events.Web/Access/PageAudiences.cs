using Microsoft.AspNetCore.Mvc.RazorPages;

namespace AIDialogues.Events.Web.Access;

/// <summary>The audience is the first folder of a page: one line each, and a test that finds a page without one.</summary>
internal static class PageAudiences
{
    public static void Apply(RazorPagesOptions options)
    {
        _ = options.Conventions.AuthorizeFolder("/Organise", Policies.Organise);
        _ = options.Conventions.AuthorizeFolder("/Report", Policies.Report);
        _ = options.Conventions.AllowAnonymousToFolder("/My");
        _ = options.Conventions.AllowAnonymousToFolder("/Public");
        _ = options.Conventions.AllowAnonymousToFolder("/Account");
    }
}
