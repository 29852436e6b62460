using System.Net;
using Bunit;
using MudBlazor;
using MultiLLM.Dashboard.Keys;
using MultiLLM.Dashboard.Tests.Support;

namespace MultiLLM.Dashboard.Tests.Keys;

public sealed class KeysPageTests : PageTest
{
    private const string Ann = """{"id":"key-ann00000","name":"Ann <b>","role":"user","status":"active","begins_with":"mllm_ann00000","created_at":"2026-11-20T08:00:00Z","models":["starter-chat"],"limits":{"requests_per_minute":60,"priority":"low"}}""";
    private const string Old = """{"id":"key-old00000","name":"old","role":"admin","status":"revoked","begins_with":"mllm_old00000","created_at":"2026-11-20T08:00:00Z","revoked_at":"2026-11-21T08:00:00Z"}""";
    private const string Secret = "mllm_ann00000_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    [Fact]
    public void Page_NoKeyYet_SaysWhatThatMeans()
    {
        Api.On("GET /keys", """{"keys":[]}""");
        Assert.Contains("this machine only", Render<KeysPage>().WaitForElement("[data-testid=no-keys]").TextContent);
    }

    [Fact]
    public void Page_KeysMayNotBeSeen_SaysWhy()
    {
        Api.On("GET /keys", """{"error":{"code":"not_permitted","message":"key-x has the role user, and this takes admin."}}""", HttpStatusCode.Forbidden);
        var page = Render<KeysPage>();
        page.WaitForAssertion(() => Assert.Contains("this takes admin", page.Markup));
    }

    [Fact]
    public void Page_WithKeys_TellsWhatEachMay_AndOnlyWhatCountsCanBeRevoked()
    {
        Api.On("GET /keys", $$"""{"keys":[{{Ann}},{{Old}}]}""");
        var page = Render<KeysPage>();
        var ann = page.WaitForElement("[data-testid=key-ann00000]");
        var old = page.Find("[data-testid=key-old00000]");

        Assert.Equal("Ann <b>", ann.QuerySelector("bdi")!.TextContent);
        Assert.Contains("asks models", ann.TextContent);
        Assert.Contains("60 requests/min, low priority", ann.TextContent);
        Assert.NotNull(ann.QuerySelector("[data-testid=key-revoke]"));
        Assert.Contains("revoked", old.TextContent);
        Assert.Null(old.QuerySelector("button"));
    }

    [Fact]
    public async Task Create_AKey_IsShownOnceAndThenListed()
    {
        Api.On("GET /keys", $$"""{"keys":[{{Ann}}]}""").On("POST /keys", $$"""{"key":{{Ann}},"secret":"{{Secret}}"}""");
        var (dialogs, page) = (Render<MudDialogProvider>(), Render<KeysPage>());
        page.WaitForElement("[data-testid=key-create]").Click();
        dialogs.WaitForElement("[data-testid=key-name]").Input("Ann <b>");
        await dialogs.Find("form").SubmitAsync();

        Assert.Equal(Secret, dialogs.WaitForElement("[data-testid=key-secret]").GetAttribute("value"));
        dialogs.Find("[data-testid=key-done]").Click();
        dialogs.WaitForAssertion(() => Assert.DoesNotContain(Secret, dialogs.Markup));
        Assert.DoesNotContain(Secret, page.Markup);
    }

    [Fact]
    public void Revoke_AKey_AsksFirst()
    {
        Api.On("GET /keys", $$"""{"keys":[{{Ann}}]}""").On("DELETE /keys/key-ann00000", Ann);
        var (dialogs, page) = (Render<MudDialogProvider>(), Render<KeysPage>());
        page.WaitForElement("[data-testid=key-revoke]").Click();
        var confirm = dialogs.WaitForElement("[data-testid=key-confirm]");
        Assert.DoesNotContain("DELETE /keys/key-ann00000", Api.Asked);

        confirm.Click();
        page.WaitForAssertion(() => Assert.Equal(["GET /keys", "DELETE /keys/key-ann00000", "GET /keys"], Api.Asked));
    }
}
