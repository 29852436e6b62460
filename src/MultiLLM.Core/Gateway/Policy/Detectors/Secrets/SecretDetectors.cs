using static MultiLLM.Core.Gateway.Policy.Detectors.Secrets.TokenShape;

namespace MultiLLM.Core.Gateway.Policy.Detectors.Secrets;

/// <summary>The issuers whose tokens are known, by what they publish about them.</summary>
internal static class SecretDetectors
{
    private const int Long = 512;

    public static IEnumerable<Detector> All() =>
    [
        new TokenDetector("multillm_key", "MULTILLM_KEY", new TokenShape("mllm_", 28, 120, Word)),
        new TokenDetector("aws_key", "AWS_KEY",
            new("AKIA", 16, 16, Upper), new("ASIA", 16, 16, Upper), new("AIDA", 16, 16, Upper), new("AROA", 16, 16, Upper), new("ABIA", 16, 16, Upper), new("ACCA", 16, 16, Upper)),
        new TokenDetector("gcp_key", "GCP_KEY", new("AIza", 35, 35, UrlSafe), new("ya29.", 20, Long, Dotted), new("GOCSPX-", 24, 40, UrlSafe)),
        new AzureDetector(),
        new TokenDetector("github_token", "GITHUB_TOKEN",
            new("ghp_", 30, 255, Alnum), new("gho_", 30, 255, Alnum), new("ghu_", 30, 255, Alnum), new("ghs_", 30, 255, Alnum), new("ghr_", 30, 255, Alnum), new("github_pat_", 40, 255, Word)),
        new TokenDetector("gitlab_token", "GITLAB_TOKEN", [.. Of(20, 300, Dotted,
            "glpat-", "gldt-", "glrt-", "glcbt-", "glptt-", "glft-", "glimt-", "glagent-", "glsoat-", "gloas-", "glffct-")]),
        new TokenDetector("slack_token", "SLACK_TOKEN", [
            .. Of(20, 300, UrlSafe, "xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxo-", "xoxe-", "xapp-"), new("xoxe.", 20, 300, Dotted),
            new("https://hooks.slack.com/services/", 30, 200, System.Buffers.SearchValues.Create(AlphaNumeric + "/"))]),
        new TokenDetector("stripe_key", "STRIPE_KEY", [.. Of(16, 255, Alnum, "sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_")]),
        new TokenDetector("ai_key", "AI_KEY", [
            .. Of(20, Long, UrlSafe, "sk-ant-", "sk-proj-", "sk-svcacct-", "sk-or-v1-", "sk-admin-", "sk-lf-", "sk-"), .. Of(30, 200, Alnum, "gsk_", "hf_", "r8_"),
            .. Of(40, 200, UrlSafe, "xai-", "pplx-", "nvapi-"), new("fw_", 20, 60, Alnum)]),
        new TokenDetector("package_token", "PACKAGE_TOKEN",
            new("npm_", 36, 40, Alnum), new("pypi-", 40, Long, UrlSafe), new("rubygems_", 40, 60, Hex), new("dckr_pat_", 20, 80, UrlSafe), new("oy2", 43, 43, Alnum)),
        new TokenDetector("service_token", "SERVICE_TOKEN", [
            new("SG.", 50, 100, Dotted), .. Of(32, 40, Hex, "shpat_", "shpca_", "shppa_", "shpss_"), new("dop_v1_", 40, 80, Hex), new("doo_v1_", 40, 80, Hex), new("dapi", 32, 34, Hex),
            new("hvs.", 20, 200, UrlSafe), new("hvb.", 20, 200, UrlSafe), new("sq0atp-", 20, 40, UrlSafe), new("sq0csp-", 30, 60, UrlSafe), new("EAAAE", 50, 80, UrlSafe),
            new("glsa_", 32, 60, Word), new("glc_", 32, Long, Base64), new("lin_api_", 30, 60, Alnum), new("figd_", 30, 60, UrlSafe), new("PMAK-", 50, 80, UrlSafe), new("NRAK-", 27, 32, Alnum),
            new("ATATT3", 50, 300, SearchBase), new("AGE-SECRET-KEY-1", 50, 70, Upper), new("key-", 32, 32, Hex), new("SK", 32, 32, Hex), new("ntn_", 40, 60, Alnum), new("secret_", 40, 60, Alnum),
            new("sbp_", 40, 60, Hex), new("vercel_", 20, 60, Alnum), new("pscale_tkn_", 30, 80, Dotted), new("sntrys_", 50, Long, Base64), new("dp.pt.", 40, 50, Alnum), new("tskey-auth-", 20, 80, UrlSafe),
            new("pat", 79, 79, Dotted), new("pat-na1-", 36, 36, UrlSafe), new("pat-eu1-", 36, 36, UrlSafe), new("sk.eyJ", 60, 300, Dotted), new("HRKU-", 36, 80, UrlSafe), new("CCIPAT_", 40, 90, Word),
            new("sntryu_", 64, 64, Hex), .. Of(40, 40, Hex, "sqp_", "squ_", "sqa_", "pul-"), new("AKCp", 60, 90, Alnum), .. Of(30, 400, UrlSafe, "fo1_", "pcsk_", "tvly-", "jina_"), new("LTAI", 12, 30, Alnum),
            new("EAA", 100, Long, Alnum), new("EAAA", 56, 80, UrlSafe), new("ATCTT3", 50, 300, SearchBase), new("ATBB", 28, 40, Alnum), new("CFPAT-", 40, 50, UrlSafe), new("dckr_oat_", 20, 80, UrlSafe),
            new("rzp_live_", 14, 30, Alnum), new("shippo_live_", 40, 40, Hex), new("lin_oauth_", 30, 80, Alnum), new("ops_eyJ", 100, 1024, UrlSafe), new("vcp_", 24, 60, Alnum), new("gAAAAA", 80, Long, SearchBase)]),
        new DiscordDetector(),
        new TerraformDetector(),
        new CommandPasswordDetector(),
        new PasswordColumnDetector(),
        new TelegramDetector(),
        new JwtDetector(),
        new PrivateKeyDetector(),
        new UrlPasswordDetector(),
        new AuthorizationDetector(),
        new AssignmentDetector(),
    ];

    private static System.Buffers.SearchValues<char> SearchBase { get; } = System.Buffers.SearchValues.Create(AlphaNumeric + "_-=");

    private static IEnumerable<TokenShape> Of(int least, int most, System.Buffers.SearchValues<char> letters, params string[] prefixes) =>
        prefixes.Select(prefix => new TokenShape(prefix, least, most, letters));
}
