using System.Runtime.CompilerServices;
using Microsoft.Playwright;

namespace AIDialogues.Events.EndToEnd;

/// <summary>How long a browser may take to show what is expected: a busy machine is slow, and a slow pass is a pass.</summary>
internal static class Patience
{
    [ModuleInitializer]
    internal static void Set() => Assertions.SetDefaultExpectTimeout(30_000);
}
