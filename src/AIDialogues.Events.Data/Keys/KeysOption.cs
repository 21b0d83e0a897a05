using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.Extensions.DependencyInjection;

namespace AIDialogues.Events.Data.Keys;

/// <summary>Carries the keys into a context, beside its connection.</summary>
internal sealed class KeysOption(KeyStore keys) : IDbContextOptionsExtension
{
    public DbContextOptionsExtensionInfo Info => new Described(this);

    public static KeyStore? Of(DbContext context) => context.GetService<IDbContextOptions>().FindExtension<KeysOption>()?.Keys;

    private KeyStore Keys => keys;

    public void ApplyServices(IServiceCollection services) { }

    public void Validate(IDbContextOptions options) { }

    private sealed class Described(KeysOption extension) : DbContextOptionsExtensionInfo(extension)
    {
        public override bool IsDatabaseProvider => false;

        public override string LogFragment => "";

        public override int GetServiceProviderHashCode() => 0;

        public override bool ShouldUseSameServiceProvider(DbContextOptionsExtensionInfo other) => other is Described;

        public override void PopulateDebugInfo(IDictionary<string, string> debugInfo) { }
    }
}

internal static class KeysOptions
{
    public static DbContextOptionsBuilder With(this DbContextOptionsBuilder options, KeyStore? keys)
    {
        if (keys is not null) ((IDbContextOptionsBuilderInfrastructure)options).AddOrUpdateExtension(new KeysOption(keys));
        return options.AddInterceptors(SealedColumns.Instance, SealedColumnsStaySealed.Instance);
    }
}
