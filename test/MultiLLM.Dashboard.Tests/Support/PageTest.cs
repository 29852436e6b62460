using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;
using MultiLLM.Client;
using MultiLLM.Dashboard.Display;
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
        Services.AddScoped<BrowserScript>();
        RenderTree.TryAdd<CascadingValue<PersonIdentity>>(parameters => parameters.Add(value => value.Value, new PersonIdentity(PersonIdentity.Local, "local", "admin")));
        Services.AddSingleton(new MultiLLMClient(new HttpClient(Service) { BaseAddress = FakeService.Address }));
    }

    protected static DateTimeOffset Now { get; } = new(2026, 11, 24, 14, 5, 9, TimeSpan.Zero);

    private protected FakeService Service { get; } = new();

    protected FakeTimeProvider Time { get; } = new(Now);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;
}
