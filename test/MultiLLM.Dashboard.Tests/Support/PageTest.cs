using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using MultiLLM.Dashboard.Analytics.Exporting;
using MultiLLM.Dashboard.Display;
using MultiLLM.Dashboard.Live;
using MultiLLM.Dashboard.Models.Acting;
using MultiLLM.Dashboard.Models.Fetching;
using MultiLLM.Dashboard.Scripts;
using MultiLLM.Dashboard.SignIn;

namespace MultiLLM.Dashboard.Tests.Support;

/// <summary>What components need around them; time stands still at <see cref="Now"/>.</summary>
public abstract class PageTest : BunitContext, IAsyncLifetime
{
    protected PageTest()
    {
        // MudBlazor asks the browser for sizes and the like; no test depends on what it says.
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddMudServices();
        Services.AddSingleton<TimeProvider>(Time);
        Services.AddScoped<Clock>();
        Services.AddScoped<BrowserScript>().AddScoped<SheetScript>().AddScoped<TopScript>().AddScoped<RequestExport>();
        RenderTree.TryAdd<CascadingValue<PersonIdentity>>(parameters => parameters.Add(value => value.Value, new PersonIdentity(PersonIdentity.Local, "local", "admin")));
        Services.AddSingleton(Api.Client());
        Services.AddSingleton<LiveFeed>().AddSingleton<SharedDownloads>().AddScoped<Downloads>().AddScoped<ModelActions>();
    }

    protected static DateTimeOffset Now { get; } = new(2026, 11, 24, 14, 5, 9, TimeSpan.Zero);

    private protected FakeApi Api { get; } = new();

    protected FakeTimeProvider Time { get; } = new(Now);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;
}
