using System.Net;
using Bunit;
using Microsoft.AspNetCore.Components;
using MultiLLM.Client;
using MultiLLM.Dashboard.Shared;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Shared;

public sealed class LoadedTests : PageTest
{
    private int _retries;

    [Fact]
    public void Render_NothingYet_SaysThatItIsBusy()
    {
        var shown = Show(Loading<string[]>.Begun);

        Assert.Equal("true", shown.Find("[aria-label=Loading]").GetAttribute("aria-busy"));
        Assert.Empty(shown.FindAll("li"));
    }

    [Fact]
    public void Render_Failed_SaysWhyAndOffersToTryAgain()
    {
        var shown = Show(new Loading<string[]>(null, "The <b>disk</b> is full."));

        var alert = shown.Find("[role=alert]");
        Assert.Contains("The <b>disk</b> is full.", alert.TextContent, StringComparison.Ordinal);
        Assert.Empty(alert.QuerySelectorAll("b"));
        alert.QuerySelector("button")!.Click();
        Assert.Equal(1, _retries);
    }

    [Fact]
    public void Render_Empty_SaysWhatToDo()
    {
        var shown = Show(new Loading<string[]>([]));

        Assert.Equal("Pull one.", shown.Find(".empty").TextContent);
    }

    [Fact]
    public void Render_Value_ShowsIt()
    {
        var shown = Show(new Loading<string[]>(["a", "b"]));

        Assert.Equal(["a", "b"], shown.FindAll("li").Select(item => item.TextContent));
    }

    [Fact]
    public async Task OfAsync_Refused_IsTheServicesSentence()
    {
        var refused = new MultiLLMApiException(HttpStatusCode.NotFound, "model_not_found", "No such model.");

        var state = await Loading<string>.OfAsync(Task.FromException<string>(refused));

        Assert.Equal("No such model.", state.Failure);
    }

    [Fact]
    public async Task OfAsync_CallerGaveUp_IsNoFailureOfTheService() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Loading<string>.OfAsync(Task.FromCanceled<string>(new CancellationToken(canceled: true))));

    private IRenderedComponent<Loaded<string[]>> Show(Loading<string[]> state) => Render<Loaded<string[]>>(parameters => parameters
        .Add(loaded => loaded.State, state)
        .Add(loaded => loaded.IsEmpty, items => items.Length == 0)
        .Add(loaded => loaded.Empty, (RenderFragment)(builder => builder.AddContent(0, "Pull one.")))
        .Add(loaded => loaded.Retry, () => _retries++)
        .Add(loaded => loaded.ChildContent, items => builder =>
        {
            foreach (var item in items)
                builder.AddMarkupContent(0, $"<li>{item}</li>");
        }));
}
