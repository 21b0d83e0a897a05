namespace AIDialogues.Events.Web.Api;

/// <summary>The REST API: what an organiser can do in pages, for programs.</summary>
internal static class ApiEndpoints
{
    public static void Map(WebApplication app) => _ = app;
}
