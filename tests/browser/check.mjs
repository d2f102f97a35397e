// SPDX-License-Identifier: MIT
// Tests the browser client in real browsers: node check.mjs SANDGATE-BINARY [--browser NAME] [--row TEXT] [FOLDER].
// FOLDER gets pictures; --row runs only the rows whose name has the text. Prints `ok` or `FAIL` for each row.
import { mkdirSync } from "node:fs";

import { Browser, whyMissing } from "./driver.mjs";
import { takePictures } from "./pictures.mjs";
import { Row, rows } from "./rows.mjs";
import { startApp, startGateway } from "./servers.mjs";
import "./loading.mjs";
import "./fields.mjs";
import "./methods.mjs";
import "./tokens.mjs";
import "./displays.mjs";
import "./panels.mjs";
import "./journey.mjs";

const [binary, ...rest] = process.argv.slice(2);

// Takes an option with its value out of the arguments.
function option(name) {
    const at = rest.indexOf(name);

    return at < 0 ? undefined : rest.splice(at, 2)[1];
}

const only = option("--browser");
const wanted = option("--row") ?? "";
const [folder] = rest;

for (const signal of ["SIGINT", "SIGTERM"])
    process.on(signal, () => process.exit(1)); // what was started ends, too

function report(good, what, more = "") {
    console.log(`${good ? "ok  " : "FAIL"} browser ${what}${more && `\n     ${more.replaceAll("\n", "\n     ")}`}`);
    if (!good)
        process.exitCode = 1;
}

async function runRow(browser, gateway, app, one) {
    const realm = await (one.usesDefaultRealm ? gateway.defaultRealm() : gateway.makeRealm("demo"));
    const row = new Row(browser, app, gateway, realm);

    await browser.renew();
    await one.run(row);
    row.finish();
}

async function runAll(name, gateway, app) {
    const browser = await Browser.open(name);

    try {
        for (const one of rows.filter((row) => row.name.includes(wanted))) {
            const what = `${name}: ${one.name}, ${one.title}`;

            await runRow(browser, gateway, app, one).then(() => report(true, what), (error) => report(false, what, error.stack));
        }
    } finally {
        await browser.close();
    }
}

// A gateway for each browser, so that both find the default realm as it was made.
async function withServers(run) {
    const app = await startApp();
    const gateway = await startGateway(binary, app.url);

    app.gateway = gateway.url;
    try {
        await run(gateway, app);
    } finally {
        await gateway.close();
        app.close();
    }
}

for (const name of ["chromium", "firefox"].filter((one) => only === undefined || only === one)) {
    const why = whyMissing(name);

    if (why !== undefined)
        console.log(`skip browser ${name}: ${why}`);
    else
        await withServers((gateway, app) => runAll(name, gateway, app)).catch((error) => report(false, name, error.stack));
}
if (folder !== undefined && !whyMissing("chromium")) {
    mkdirSync(folder, { recursive: true });
    await withServers((gateway, app) => takePictures(folder, app, gateway))
        .catch((error) => report(false, "pictures", error.stack));
}
