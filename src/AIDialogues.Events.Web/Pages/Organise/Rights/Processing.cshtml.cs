using System.Text;
using AIDialogues.Events.Web.Consents;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.Rights;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The record of processing activities (GDPR, article 30), made from the registry, so that it says what the database holds.</summary>
public sealed class ProcessingModel(T texts, ConsentSettings settings, SiteOptions site) : EventsPage
{
    public IReadOnlyList<ProcessingActivity> Activities { get; } = ProcessingRecord.Activities;

    /// <summary>Who decides on purposes and means, and how they are reached.</summary>
    public string Controller => settings.Reached(site.Name);

    public void OnGet()
    {
    }

    public FileContentResult OnGetDownload() =>
        File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(ProcessingRecord.Csv(texts, Controller))], "text/csv; charset=utf-8", $"record-of-processing-{texts.Tag}.csv");
}
