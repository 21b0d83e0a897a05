using AIDialogues.Events.Unattributed.Statements;
using AIDialogues.Events.Worker.Hosting;
using AIDialogues.Events.Worker.Summaries.Models;
using Microsoft.Extensions.AI;

namespace AIDialogues.Events.Worker.Summaries;

internal static class SummariesSetup
{
    /// <summary>The assembly; with a language model only where one is set.</summary>
    public static void AddSummaries(this IServiceCollection services, IConfiguration configuration)
    {
        var options = ModelOptions.Read(configuration);
        if (options is not null)
        {
            _ = services.AddSingleton<IChatClient>(_ => new SelfHostedModel(options));
            _ = services.AddSingleton<ModelDrafting>();
        }

        _ = services.AddSingleton(s => new SummaryAssembler(
            s.GetRequiredService<WorkerDb>(), s.GetRequiredService<StatementReader>(), s.GetRequiredService<TimeProvider>(), s.GetService<ModelDrafting>()));
    }
}
