using System.Text;
using AIDialogues.Events.Web.Rights;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The record of processing activities (GDPR, article 30), made from the registry, so that it says what the database holds.</summary>
public sealed class ProcessingModel(T texts) : EventsPage
{
    public IReadOnlyList<ProcessingActivity> Activities { get; } = ProcessingRecord.Activities;

    public void OnGet()
    {
    }

    public FileContentResult OnGetDownload() =>
        File([.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(ProcessingRecord.Csv(texts))], "text/csv; charset=utf-8", $"record-of-processing-{texts.Tag}.csv");
}
